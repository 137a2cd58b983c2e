;; A function that the host does not know may be imported below a granted name, but not called.
;; world: candidate
;; message: called `wasi:clocks/monotonic-clock@0.2.0#set`, which it is not granted
;; expect: failed/trap
  (import "wasi:clocks/monotonic-clock@0.2.0" (instance $import
    (export "set" (func (param "when" u64)))))
  (core func $function (canon lower (func $import "set")))
  (core module $main
    (import "import" "function" (func $function (param i64)))
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $function (i64.const 0))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "import" (instance (export "function" (func $function))))))
