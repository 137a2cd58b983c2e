;; Has a core module that wants to run a command of the system, and nobody who gives it.
;; world: candidate
;; expect: rejected/malformed
  (core module $m (import "env" "system" (func (param i32) (result i32))))
  (core instance (instantiate $m))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
