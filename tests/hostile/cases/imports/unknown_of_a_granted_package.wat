;; Wants an interface that no package of that name has, and does not call it.
;; world: candidate
;; expect: scored
;; score: 0
  (import "wasi:io/backdoor@0.2.0" (instance (export "open" (func (param "x" string) (result (list string))))))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
