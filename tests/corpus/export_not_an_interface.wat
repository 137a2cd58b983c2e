;; The right name on something that is no interface.
;; role: candidate
;; expect: rejected/type
;; message: the export `lazaret:candidate/program@0.1.0` is not an interface
(component
  (component $empty)
  (export "lazaret:candidate/program@0.1.0" (component $empty)))
