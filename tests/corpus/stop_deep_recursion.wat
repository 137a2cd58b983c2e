;; Recursion without an end overflows the stack, not the host's.
;; world: candidate
;; expect: failed/stack-overflow
  (core module $main
    (memory (export "memory") 1)
    (func $deeper (param i64) (call $deeper (local.get 0)) (call $deeper (local.get 0)))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $deeper (i64.const 0))
      unreachable))
  (core instance $main (instantiate $main))
