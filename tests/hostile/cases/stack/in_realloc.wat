;; Overflows the stack while the host hands in what it was asked.
;; world: candidate
;; expect: failed/stack-overflow
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func $deep (call $deep) (call $deep))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (call $deep) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
