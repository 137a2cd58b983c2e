;; Answers with a text that is all of its memory, which is larger than one answer may be.
;; world: candidate
;; expect: failed/result-limit
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\00\00\00\00" "\00\00\00\00" "\80\02\75\03")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (drop (memory.grow (i32.const 900))) i32.const 0))
  (core instance $main (instantiate $main))
