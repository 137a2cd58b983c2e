;; A text that is no WebAssembly: the reason says where.
;; expect: rejected/source-error
;; position: 5 4
(component
  (kore module))
