;; Whatever a guest puts into a reason, 4096 bytes of it are kept.
;; world: candidate
;; message: aaa...
;; expect: failed/bad-arguments
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\04\00\00\00" "\00\08\00\00" "\60\ea\00\00")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (memory.fill (i32.const 2048) (i32.const 0x61) (i32.const 60000))
      i32.const 0))
  (core instance $main (instantiate $main))
