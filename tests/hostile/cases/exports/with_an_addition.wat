;; Exports the contract in a version with an addition to its name.
;; expect: rejected/type
(component (component $c) (instance $i (instantiate $c)) (export "lazaret:candidate/program@0.1.0-evil" (instance $i)))
