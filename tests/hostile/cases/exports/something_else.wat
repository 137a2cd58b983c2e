;; Exports something that nobody asks for.
;; expect: rejected/export
;; message: wasi:cli/run@0.2.0
(component (component $c) (instance $i (instantiate $c)) (export "wasi:cli/run@0.2.0" (instance $i)))
