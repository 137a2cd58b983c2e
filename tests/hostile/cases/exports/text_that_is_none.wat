;; Is a text that is no WebAssembly.
;; expect: rejected/source-error
(component (core module (func (unreachable))
