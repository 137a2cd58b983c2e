;; Exports the interface with nothing in it.
;; task: shapes
;; expect: rejected/type
(component (component $c) (instance $i (instantiate $c)) (export "task:hostile-shapes/shapes" (instance $i)))
