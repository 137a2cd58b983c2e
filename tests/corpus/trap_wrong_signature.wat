;; A call through an element of another type.
;; world: candidate
;; message: indirect call type mismatch
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (table 1 funcref)
    (elem (i32.const 0) $other)
    (func $other (result i64) i64.const 0)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call_indirect (result i32) (i32.const 0))))
  (core instance $main (instantiate $main))
