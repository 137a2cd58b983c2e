;; 64-bit memories.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (memory i64 1)))
