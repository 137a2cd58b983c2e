;; The right interface in a version that does not exist.
;; role: candidate
;; expect: rejected/type
;; message: exports `lazaret:candidate/program@9.0.0` where `lazaret:candidate/program@0.1.0` is needed
(component
  (instance $empty)
  (export "lazaret:candidate/program@9.0.0" (instance $empty)))
