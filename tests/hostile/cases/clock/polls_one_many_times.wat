;; Waits for the same timer 8,000 times at once.
;; world: candidate
;; expect: failed/handle-limit
  (import "wasi:io/poll@0.2.0" (instance $poll
    (export "pollable" (type $pollable (sub resource)))
    (export "poll" (func (param "in" (list (borrow $pollable))) (result (list u32))))))
  (alias export $poll "pollable" (type $pollable))
  (import "wasi:clocks/monotonic-clock@0.2.0" (instance $timer
    (alias outer 1 $pollable (type $pollable_))
    (export "pollable" (type $pollable (eq $pollable_)))
    (export "subscribe-duration" (func (param "when" u64) (result (own $pollable))))))
  (core module $memory
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 2048))
  (core instance $memory (instantiate $memory))
  (core func $after (canon lower (func $timer "subscribe-duration")))
  (core func $poll (canon lower (func $poll "poll")
    (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))
  (core module $main
    (import "memory" "memory" (memory 1))
    (import "wait" "after" (func $after (param i64) (result i32)))
    (import "wait" "poll" (func $poll (param i32 i32 i32)))
    (export "memory" (memory 0))
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (local $timer i32) (local $at i32)
      (local.set $timer (call $after (i64.const 1)))
      (local.set $at (i32.const 4096))
      (loop $again
        (i32.store (local.get $at) (local.get $timer))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br_if $again (i32.lt_u (local.get $at) (i32.const 36096))))
      (call $poll (i32.const 4096) (i32.const 8000) (i32.const 64))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory))
    (with "wait" (instance (export "after" (func $after)) (export "poll" (func $poll))))))
