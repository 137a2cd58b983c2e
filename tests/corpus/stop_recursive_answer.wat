;; The stack also ends inside of the allocator.
;; world: candidate
;; expect: failed/stack-overflow
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func $again (export "realloc") (param i32 i32 i32 i32) (result i32)
      (i32.add (call $again (local.get 0) (local.get 1) (local.get 2) (local.get 3)) (i32.const 1)))
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
