;; Fails with a traceback of 2,000 steps, of which a verdict needs but a few.
;; world: candidate
;; expect: failed/exception
;; message: Evil: Evil
  (core module $main
    (memory (export "memory") 2)
    (data (i32.const 0) "\01\00\00\00" "\01\00\00\00" "\00\02\00\00" "\04\00\00\00" "\00\02\00\00" "\04\00\00\00" "\00\10\00\00" "\d0\07\00\00")
    (data (i32.const 512) "Evil")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
