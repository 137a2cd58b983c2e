;; Says that it has run out of memory, of which it has plenty.
;; world: candidate
;; expect: failed/exception
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\02\00\00\00" "\00\02\00\00" "\04\00\00\00" "\00\02\00\00" "\04\00\00\00" "\00\00\00\00" "\00\00\00\00")
    (data (i32.const 512) "None")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
