;; A memory that is too large from the start stops the sandbox before any call.
;; world: candidate
;; budget: memory=131072
;; excess: memory 196608 131072
;; expect: failed/out-of-memory
  (core module $main
    (memory (export "memory") 3)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
