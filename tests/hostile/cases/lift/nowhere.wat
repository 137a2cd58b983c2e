;; Says that its answer lies beyond its memory.
;; world: candidate
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 65536))
  (core instance $main (instantiate $main))
