;; The packages of a task are for its programs in Python; a component brings what it needs.
;; world: candidate
;; message: the component imports `lazaret:python/packages@0.1.0`, which is not granted
;; expect: rejected/import
  (import "lazaret:python/packages@0.1.0" (instance (export "anything" (func))))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
