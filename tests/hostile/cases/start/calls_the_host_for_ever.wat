;; Asks for the time for ever before it can be called.
;; world: candidate
;; uses: clock
;; expect: failed/hostcall-limit
;; excess: host_calls 10001 10000
  (core module $main
    (import "clock" "now" (func $now (result i64)))
    (memory (export "memory") 1)
    (func $s (loop $again (drop (call $now)) (br $again)))
    (start $s)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32) unreachable))
  (core instance $main (instantiate $main (with "clock" (instance (export "now" (func $now))))))
