;; Vectors.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (func (drop (v128.const i32x4 0 0 0 0)))))
