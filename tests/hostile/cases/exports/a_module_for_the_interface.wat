;; Exports a core module under the name of the interface.
;; expect: rejected/type
;; message: is not an interface
(component (core module $m) (export "lazaret:candidate/program@0.1.0" (core module $m)))
