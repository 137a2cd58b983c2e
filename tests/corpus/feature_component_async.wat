;; Asynchronous lifting.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module $m (func (export "f") (result i32) unreachable) (func (export "c") (param i32 i32 i32) (result i32) unreachable))
  (core instance $m (instantiate $m))
  (func (export "f") async (canon lift (core func $m "f") async (callback (core func $m "c")))))
