;; Gives the last byte of its memory for what it is asked, which has more.
;; world: candidate
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 65535)
    (func (export "call") (param i32 i32 i32 i32) (result i32) i32.const 0))
  (core instance $main (instantiate $main))
