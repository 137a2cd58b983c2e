;; Answers with a quote that is encoded in two bytes.
;; world: candidate
;; expect: failed/trap
;; message: utf-8
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "\"\c0\a2\"")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
