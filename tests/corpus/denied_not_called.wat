;; The twin of denied_call: an import that is not called does no harm.
;; world: candidate
;; expect: value true
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
      i32.const 0))
  (core instance $main (instantiate $main
    (with "import" (instance (export "function" (func $function))))))
