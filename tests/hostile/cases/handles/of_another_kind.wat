;; Writes to a timer as if it were a stream.
;; world: candidate
;; uses: streams
;; expect: failed/trap
;; message: handle
  (import "wasi:clocks/monotonic-clock@0.2.0" (instance $timer
    (export "pollable" (type $pollable (sub resource)))
    (export "subscribe-duration" (func (param "when" u64) (result (own $pollable))))))
  (core func $after (canon lower (func $timer "subscribe-duration")))
  (core module $main
    (import "memory" "memory" (memory 1))
    (import "streams" "write" (func $write (param i32 i32 i32 i32)))
    (import "timer" "after" (func $after (param i64) (result i32)))
    (export "memory" (memory 0))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $write (call $after (i64.const 1)) (i32.const 2048) (i32.const 1) (i32.const 64))
      unreachable))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory))
    (with "streams" (instance $streams))
    (with "timer" (instance (export "after" (func $after))))))
