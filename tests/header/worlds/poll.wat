;; Waiting: `$subscribe_duration` gives a pollable, `$block` waits for it, `$drop_pollable` drops it.
  (import "wasi:io/poll@0.2.0" (instance $poll
    (export "pollable" (type $pollable (sub resource)))
    (export "[method]pollable.block" (func (param "self" (borrow $pollable))))
    (export "poll" (func (param "in" (list (borrow $pollable))) (result (list u32))))))
  (alias export $poll "pollable" (type $pollable))
  (import "wasi:clocks/monotonic-clock@0.2.0" (instance $timer
    (alias outer 1 $pollable (type $pollable_))
    (export "pollable" (type $pollable (eq $pollable_)))
    (export "subscribe-duration" (func (param "when" u64) (result (own $pollable))))
    (export "now" (func (result u64)))))
  (core func $now (canon lower (func $timer "now")))
  (core func $subscribe_duration (canon lower (func $timer "subscribe-duration")))
  (core func $block (canon lower (func $poll "[method]pollable.block")))
  (core func $drop_pollable (canon resource.drop $pollable))
  (core instance $wait
    (export "now" (func $now))
    (export "subscribe-duration" (func $subscribe_duration))
    (export "block" (func $block))
    (export "drop" (func $drop_pollable)))
