;; Exports what it imports, so that the host would call itself.
;; expect: rejected/compile-limit
;; message: reexport
(component (import "wasi:random/random@0.2.0" (instance $r (export "get-random-u64" (func (result u64))))) (export "lazaret:candidate/program@0.1.0" (instance $r)))
