;; Recurses as deep as it can and calls the host at each depth, so that the host gets onto a stack that is
;; all but full.
;; world: candidate
;; uses: clock
;; budget: fuel=1000000000 host_calls=10000000
;; expect: failed/stack-overflow
  (core module $main
    (import "clock" "now" (func $now (result i64)))
    (memory (export "memory") 1)
    (func $deep (result i64)
      (i64.add (i64.add (call $now) (call $deep)) (call $now)))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (drop (call $deep))
      unreachable))
  (core instance $main (instantiate $main
    (with "clock" (instance (export "now" (func $now))))))
