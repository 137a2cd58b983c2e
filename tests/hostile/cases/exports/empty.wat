;; Exports the interface with nothing in it.
;; expect: rejected/type
;; message: call
(component (component $c) (instance $i (instantiate $c)) (export "lazaret:candidate/program@0.1.0" (instance $i)))
