;; Types of garbage collection.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (type (struct (field i32)))))
