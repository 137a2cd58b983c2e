;; Exports a version of the contract that is not there yet.
;; expect: rejected/type
;; message: `lazaret:candidate/program@1.0.0` where `lazaret:candidate/program@0.1.0` is needed
(component (component $c) (instance $i (instantiate $c)) (export "lazaret:candidate/program@1.0.0" (instance $i)))
