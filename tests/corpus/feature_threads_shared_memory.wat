;; Shared memory: it escapes the limiter, and its users can race.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (memory 1 1 shared)))
