;; Exports the interface with a function that gives a resource.
;; task: shapes
;; expect: rejected/type
;; message: resource
(component
  (type $r (resource (rep i32)))
  (core func $new (canon resource.new $r))
  (core module $m (import "r" "new" (func $new (param i32) (result i32))) (func (export "f") (param i64) (result i32) (call $new (i32.const 1))))
  (core instance $m (instantiate $m (with "r" (instance (export "new" (func $new))))))
  (component $c (import "r" (type $r (sub resource))) (import "f" (func $f (param "n" s64) (result (own $r))))
    (export $e "r" (type $r)) (export "f" (func $f) (func (param "n" s64) (result (own $e)))))
  (func $f (param "n" s64) (result (own $r)) (canon lift (core func $m "f")))
  (instance $i (instantiate $c (with "r" (type $r)) (with "f" (func $f))))
  (export "task:hostile-shapes/shapes" (instance $i)))
