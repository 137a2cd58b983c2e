;; The twin of host_calls_at_the_limit: one call more.
;; world: candidate
;; uses: clock
;; budget: host_calls=2
;; excess: host_calls 3 2
;; expect: failed/hostcall-limit
  (core module $main
    (import "clock" "now" (func $now (result i64)))
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (drop (call $now))
      (drop (call $now))
      (drop (call $now))
      i32.const 0))
  (core instance $main (instantiate $main (with "clock" (instance (export "now" (func $now))))))
