;; A core module is no component.
;; expect: rejected/type
;; message: a core WebAssembly module where a component is needed
;; hint: wrap a core module with `wasm-tools component new`
(module (func (export "call")))
