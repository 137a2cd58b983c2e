;; Error contexts.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module $m (memory (export "memory") 1))
  (core instance $m (instantiate $m))
  (core func (canon error-context.new (memory (core memory $m "memory")))))
