;; Answers with a text of 2^32 - 1 bytes.
;; world: candidate
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\ff\ff\ff\ff")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
