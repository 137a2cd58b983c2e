;; Atomic instructions, even without shared memory.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (memory 1) (func (drop (i32.atomic.load (i32.const 0))))))
