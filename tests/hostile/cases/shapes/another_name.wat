;; Exports the function under another name.
;; task: shapes
;; expect: rejected/type
(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 4096)
  (func (export "task:hostile-shapes/shapes#g") (param i64) (result i32) i32.const 1024))
