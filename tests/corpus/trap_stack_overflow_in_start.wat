;; A start function that recurses for ever.
;; world: candidate
;; expect: failed/stack-overflow
  (core module $main
    (memory (export "memory") 1)
    (func $start (call $start) (call $start))
    (start $start)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
