;; Never answers.
;; task: shapes
;; expect: failed/out-of-fuel
(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 4096)
  (func (export "task:hostile-shapes/shapes#f") (param i64) (result i32) (loop $again (br $again)) unreachable))
