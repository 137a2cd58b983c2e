;; The one signed division that overflows.
;; world: candidate
;; message: integer overflow
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (i32.div_s (i32.const 0x80000000) (i32.const -1))))
  (core instance $main (instantiate $main))
