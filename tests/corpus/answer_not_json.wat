;; An answer that is no value.
;; world: candidate
;; expect: failed/invalid-output
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 3 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\03\00\00\00")
    (data (i32.const 32) "[1,")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
