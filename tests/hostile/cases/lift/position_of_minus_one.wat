;; Says that the mistake is on line 2^32 - 1.
;; world: candidate
;; expect: failed/exception
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\00\00\00\00" "\00\02\00\00" "\04\00\00\00" "\00\02\00\00" "\04\00\00\00" "\ff\ff\ff\ff" "\ff\ff\ff\ff")
    (data (i32.const 512) "Oops")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
