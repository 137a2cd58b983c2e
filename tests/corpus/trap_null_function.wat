;; A call through an empty element.
;; world: candidate
;; message: uninitialized element
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (table 1 funcref)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call_indirect (result i32) (i32.const 0))))
  (core instance $main (instantiate $main))
