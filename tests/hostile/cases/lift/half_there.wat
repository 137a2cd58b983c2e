;; Says that its answer lies at the end of memory, half of it beyond.
;; world: candidate
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 65532))
  (core instance $main (instantiate $main))
