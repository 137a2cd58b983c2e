;; A component that exports nothing.
;; role: candidate
;; expect: rejected/export
;; message: it exports nothing
(component)
