;; A component that exports something else.
;; role: candidate
;; expect: rejected/export
;; message: it exports `something:other/than@0.1.0`
(component
  (instance $empty)
  (export "something:other/than@0.1.0" (instance $empty)))
