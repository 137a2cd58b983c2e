;; Division by zero.
;; world: candidate
;; message: integer divide by zero
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (i32.div_u (i32.const 1) (i32.const 0))))
  (core instance $main (instantiate $main))
