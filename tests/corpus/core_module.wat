;; A core module is no component.
;; expect: rejected/type
;; message: a core WebAssembly module where a component is needed
;; hint: `lazaret build` makes a component of a core module; `lazaret inspect` shows what there is
(module (func (export "call")))
