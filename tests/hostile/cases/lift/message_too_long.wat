;; Fails with a message of 60,000 bytes.
;; world: candidate
;; expect: failed/exception
;; message: Long
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\01\00\00\00" "\00\02\00\00" "\04\00\00\00" "\00\04\00\00" "\60\ea\00\00" "\00\00\00\00" "\00\00\00\00")
    (data (i32.const 512) "Long")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
