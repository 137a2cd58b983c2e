;; As many calls to the host as the budget allows.
;; world: candidate
;; uses: clock
;; budget: host_calls=2
;; expect: value true
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
      i32.const 0))
  (core instance $main (instantiate $main (with "clock" (instance (export "now" (func $now))))))
