;; The right interface without its function.
;; expect: rejected/type
;; message: the export `lazaret:candidate/program@0.1.0` does not fit the contract
(component
  (instance $empty)
  (export "lazaret:candidate/program@0.1.0" (instance $empty)))
