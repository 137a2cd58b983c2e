;; Says that its answer lies at an odd address.
;; world: candidate
;; expect: failed/trap
;; message: align
  (core module $main
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 1))
  (core instance $main (instantiate $main))
