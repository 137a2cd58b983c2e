;; The clock is granted, starts at one second, and advances as fuel is used.
;; world: candidate
;; uses: clock
;; expect: value true
  (core module $main
    (import "clock" "now" (func $now (result i64)))
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (local $start i64) (local $left i32)
      (local.set $start (call $now))
      (if (i64.lt_u (local.get $start) (i64.const 1000000000)) (then unreachable))
      (if (i64.lt_u (i64.const 1000001000) (local.get $start)) (then unreachable))
      (local.set $left (i32.const 100000))
      (loop $again
        (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
      (if (i64.lt_u (call $now) (i64.add (local.get $start) (i64.const 10000))) (then unreachable))
      i32.const 0))
  (core instance $main (instantiate $main (with "clock" (instance (export "now" (func $now))))))
