;; Calls the host for ever, with as many calls as can be allowed.
;; world: candidate
;; uses: clock
;; budget: fuel=9007199254740992 wall_ms=200 host_calls=1099511627776
;; expect: inconclusive/wall-timeout
  (core module $main
    (import "clock" "now" (func $now (result i64)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (loop $again (drop (call $now)) (br $again))
      unreachable))
  (core instance $main (instantiate $main (with "clock" (instance (export "now" (func $now))))))
