;; The right name on something that is no interface. The engine says so while it compiles,
;; which is a wrong code for it: admission should look at the kind of the export.
;; expect: rejected/type
;; today: rejected/compile-limit
;; message: the export `lazaret:candidate/program@0.1.0` does not fit the contract
(component
  (component $empty)
  (export "lazaret:candidate/program@0.1.0" (component $empty)))
