;; Exports nothing at all.
;; expect: rejected/export
;; message: it exports nothing
(component)
