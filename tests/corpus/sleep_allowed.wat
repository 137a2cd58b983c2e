;; Waiting for an hour moves the clock by an hour and takes no time.
;; world: candidate
;; uses: poll
;; budget: wall_ms=60000
;; expect: value true
  (core module $main
    (import "wait" "now" (func $now (result i64)))
    (import "wait" "subscribe-duration" (func $subscribe (param i64) (result i32)))
    (import "wait" "block" (func $block (param i32)))
    (import "wait" "drop" (func $drop (param i32)))
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (local $start i64) (local $pollable i32)
      (local.set $start (call $now))
      (local.set $pollable (call $subscribe (i64.const 3600000000000)))
      (call $block (local.get $pollable))
      (call $drop (local.get $pollable))
      (if (i64.lt_u (i64.sub (call $now) (local.get $start)) (i64.const 3600000000000)) (then unreachable))
      i32.const 0))
  (core instance $main (instantiate $main (with "wait" (instance $wait))))
