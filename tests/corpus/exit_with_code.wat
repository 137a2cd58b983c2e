;; An exit with a code of its own.
;; world: candidate
;; message: exited with status 42
;; expect: failed/exit
  (import "wasi:cli/exit@0.2.0" (instance $import
    (export "exit-with-code" (func (param "status-code" u8)))))
  (core func $function (canon lower (func $import "exit-with-code")))
  (core module $main
    (import "import" "function" (func $function (param i32)))
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $function (i32.const 42))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "import" (instance (export "function" (func $function))))))
