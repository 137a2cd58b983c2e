;; Vectors whose results differ between machines.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (func (param v128) (result v128) (i32x4.relaxed_trunc_f32x4_s (local.get 0)))))
