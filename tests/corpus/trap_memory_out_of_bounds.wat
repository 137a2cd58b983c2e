;; An address just beyond the memory.
;; world: candidate
;; message: out of bounds memory access
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (i32.load (i32.const 65533))))
  (core instance $main (instantiate $main))
