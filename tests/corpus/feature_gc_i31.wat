;; References that are small integers.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (func (result (ref i31)) (ref.i31 (i32.const 1)))))
