;; 64-bit tables.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (table i64 1 funcref)))
