;; Wants an interface that is granted, in a version that is not there yet, where a function has another
;; type.
;; world: candidate
;; expect: rejected/type
  (import "wasi:clocks/monotonic-clock@0.3.0" (instance (export "now" (func (result u32)))))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
