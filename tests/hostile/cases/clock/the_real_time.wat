;; Asks whether more than a year has passed since its clock began, as on every clock that shows the real time, and
;; gives up if so.
;; world: candidate
;; uses: clock
;; expect: scored
;; score: 0
  (core module $memory
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 2048))
  (core instance $memory (instantiate $memory))
  (core module $main
    (import "memory" "memory" (memory 1))
    (import "clock" "now" (func $now (result i64)))
    (export "memory" (memory 0))
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      ;; A year has 3.2 * 10^16 ns.
      (if (i64.lt_u (i64.const 31536000000000000) (call $now)) (then unreachable))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory)) (with "clock" (instance (export "now" (func $now))))))
