;; A result far beyond the budget is refused before the host copies it, so its size is not known.
;; world: candidate
;; budget: result=100
;; excess: result 101 100
;; expect: failed/result-limit
  (core module $main
    (memory (export "memory") 16)
    (data (i32.const 0) "\00\00\00\00" "\40\00\00\00" "\40\42\0f\00")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
