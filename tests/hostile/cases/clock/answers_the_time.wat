;; Answers with the time, to find out when and how fast it is judged: the clock is the same each time.
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
    (func $answer (param $number i64)
      (local $at i32)
      (local.set $at (i32.const 512))
      (loop $next
        (local.set $at (i32.sub (local.get $at) (i32.const 1)))
        (i32.store8 (local.get $at)
          (i32.add (i32.wrap_i64 (i64.rem_u (local.get $number) (i64.const 10))) (i32.const 48)))
        (local.set $number (i64.div_u (local.get $number) (i64.const 10)))
        (br_if $next (i64.ne (local.get $number) (i64.const 0))))
      (i32.store (i32.const 4) (local.get $at))
      (i32.store (i32.const 8) (i32.sub (i32.const 512) (local.get $at))))
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $answer (call $now)) i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory)) (with "clock" (instance (export "now" (func $now))))))
