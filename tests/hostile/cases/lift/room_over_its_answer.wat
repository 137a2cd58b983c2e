;; Lets the host write the question over the answer that it will give.
;; world: candidate
;; expect: failed/invalid-output
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 30)
    (func (export "call") (param i32 i32 i32 i32) (result i32) i32.const 0))
  (core instance $main (instantiate $main))
