;; Memory in pages of one byte.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (memory 1 (pagesize 1))))
