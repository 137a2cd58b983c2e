;; Exports the contract without a version.
;; expect: rejected/type
(component (component $c) (instance $i (instantiate $c)) (export "lazaret:candidate/program" (instance $i)))
