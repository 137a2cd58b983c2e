;; Gives the same place for the answer and for what the next question is written to.
;; world: candidate
;; expect: failed/trap
;; message: discriminant
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 1024) "\00\00\00\00" "\00\04\00\00" "\04\00\00\00")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 1024))
  (core instance $main (instantiate $main))
