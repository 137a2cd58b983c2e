;; Exports the function of an interface that the task does not have.
;; task: shapes
;; expect: rejected/type
(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 4096)
  (func (export "task:hostile/shapes#f") (param i64) (result i32) i32.const 1024))
