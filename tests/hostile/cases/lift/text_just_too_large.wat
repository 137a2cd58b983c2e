;; Answers with one byte more than an answer may have, of white space that nobody would miss.
;; world: candidate
;; expect: failed/result-limit
;; excess: result 65537 65536
  (core module $main
    (memory (export "memory") 2)
    (data (i32.const 0) "\00\00\00\00" "\80\00\00\00" "\01\00\01\00")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (memory.fill (i32.const 128) (i32.const 32) (i32.const 65537)) i32.const 0))
  (core instance $main (instantiate $main))
