;; A float that fits no integer.
;; world: candidate
;; message: invalid conversion to integer
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (i32.trunc_f64_s (f64.const nan))))
  (core instance $main (instantiate $main))
