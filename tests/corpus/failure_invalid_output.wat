;; A result that is not plain data.
;; world: candidate
;; message: a set
;; expect: failed/invalid-output
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\05\00\00\00" "\40\00\00\00" "\05\00\00\00")
    (data (i32.const 64) "a set")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
