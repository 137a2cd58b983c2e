;; A function that the program does not have, and the ones that it has.
;; world: candidate
;; message: there is no function `f`
;; hint: the candidate defines: g, h
;; expect: failed/no-such-function
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\03\00\00\00" "\40\00\00\00" "\01\00\00\00" "\60\00\00\00" "\02\00\00\00")
    (data (i32.const 64) "fgh")
    (data (i32.const 96) "\41\00\00\00" "\01\00\00\00" "\42\00\00\00" "\01\00\00\00")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
