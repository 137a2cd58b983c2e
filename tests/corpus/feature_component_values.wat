;; Values as imports and exports.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (import "v" (value $v u32))
  (export "w" (value $v)))
