;; Exports a component under the name of the interface.
;; expect: rejected/type
;; message: is not an interface
(component (component $c) (export "lazaret:candidate/program@0.1.0" (component $c)))
