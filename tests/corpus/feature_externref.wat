;; References to things of the host: they need a garbage collector.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (table 1 externref)))
