;; A component that exports nothing.
;; expect: rejected/export
;; message: it exports nothing
(component)
