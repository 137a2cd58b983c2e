;; Typed references to functions.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (type $t (func)) (func (param (ref $t)) (call_ref $t (local.get 0)))))
