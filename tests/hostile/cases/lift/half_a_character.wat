;; Answers with a text that ends in the middle of a character.
;; world: candidate
;; expect: failed/trap
;; message: utf-8
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\03\00\00\00")
    (data (i32.const 32) "\"\e2\82")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
