;; Calls the host while the host is about to hand it something.
;; world: candidate
;; uses: clock
;; expect: failed/trap
;; message: cannot leave component instance
  (core module $main
    (import "clock" "now" (func $now (result i64)))
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (drop (call $now)) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main (with "clock" (instance (export "now" (func $now))))))
