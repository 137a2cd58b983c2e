;; Calls a component inside of it that is inside of its own call: what is outside may not be entered from
;; there.
;; world: candidate
;; expect: failed/trap
;; message: cannot enter component instance
  (component $child
    (core module $m (func (export "f")))
    (core instance $i (instantiate $m))
    (func (export "f") (canon lift (core func $i "f"))))
  (instance $child (instantiate $child))
  (core func $f (canon lower (func $child "f")))
  (core module $main
    (import "child" "f" (func $f))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $f)
      unreachable))
  (core instance $main (instantiate $main (with "child" (instance (export "f" (func $f))))))
