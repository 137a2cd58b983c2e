;; Exceptions.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (tag $t) (func (throw $t))))
