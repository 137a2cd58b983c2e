;; A result of exactly as many bytes as the budget allows.
;; world: candidate
;; budget: result=100
;; expect: value "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 100 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\64\00\00\00")
    (data (i32.const 32) "\22xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\22")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
