;; Calls that replace their caller.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (func $f (return_call $f))))
