;; Is a core module that wants what only evaluators have.
;; expect: rejected/type
(module
  (import "lazaret:evaluator/seed@0.1.0" "get" (func (result i64)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
  (func (export "lazaret:candidate/program@0.1.0#call") (param i32 i32 i32 i32) (result i32) unreachable))
