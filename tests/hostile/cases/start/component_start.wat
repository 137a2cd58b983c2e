;; Has a start function of the component itself, which may run before anything is checked.
;; expect: rejected/feature
(component
  (core module $m (func (export "f")))
  (core instance $i (instantiate $m))
  (func $f (canon lift (core func $i "f")))
  (start $f))
