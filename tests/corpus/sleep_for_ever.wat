;; Waiting until the end of time does not stop the clock or the host.
;; world: candidate
;; uses: poll
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
      (call $block (call $subscribe (i64.const -1)))
      (call $block (call $subscribe (i64.const -1)))
      i32.const 0))
  (core instance $main (instantiate $main (with "wait" (instance $wait))))
