;; Exports a function under the name of the interface.
;; expect: rejected/type
;; message: is not an interface
(component (core module $m (func (export "f"))) (core instance $m (instantiate $m)) (func $f (canon lift (core func $m "f"))) (export "lazaret:candidate/program@0.1.0" (func $f)))
