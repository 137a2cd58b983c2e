;; Fails with a list of 2^29 names.
;; world: candidate
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\03\00\00\00" "\00\00\00\00" "\00\00\00\00" "\40\00\00\00" "\00\00\00\20")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
