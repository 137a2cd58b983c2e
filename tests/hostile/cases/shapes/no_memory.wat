;; Exports the function, and has no memory for the answer.
;; task: shapes
;; expect: rejected/type
(module (func (export "task:hostile-shapes/shapes#f") (param i64) (result i32) i32.const 0))
