;; Threads of the component model.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core func (canon thread.yield)))
