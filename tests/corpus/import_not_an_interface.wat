;; A granted name on something that is no interface.
;; world: candidate
;; message: the import `wasi:clocks/monotonic-clock@0.2.0` is not an interface
;; expect: rejected/type
  (import "wasi:clocks/monotonic-clock@0.2.0" (component))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
