;; Exports the interface with a function that gives an endless score.
;; task: shapes
;; expect: rejected/type
(component
  (core module $m (func (export "f") (param i64) (result f64) f64.const inf))
  (core instance $m (instantiate $m))
  (func $f (param "n" s64) (result f64) (canon lift (core func $m "f")))
  (instance $i (export "f" (func $f)))
  (export "task:hostile-shapes/shapes" (instance $i)))
