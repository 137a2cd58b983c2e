;; An index just beyond the table.
;; world: candidate
;; message: out of bounds table access
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (table 1 funcref)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call_indirect (result i32) (i32.const 1))))
  (core instance $main (instantiate $main))
