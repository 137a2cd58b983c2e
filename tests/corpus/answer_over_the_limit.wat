;; The twin of answer_at_the_limit: one byte more.
;; world: candidate
;; budget: result=100
;; excess: result 101 100
;; expect: failed/result-limit
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 101 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\65\00\00\00")
    (data (i32.const 32) "\22xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\22")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
