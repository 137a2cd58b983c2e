;; More than one memory in a module.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (memory 1) (memory 1)))
