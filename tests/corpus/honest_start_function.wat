;; A start function runs before the first call; it may do anything that a call may.
;; world: candidate
;; expect: value [7]
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\03\00\00\00")
    (data (i32.const 32) "[0]")
    (func $start (i32.store8 (i32.const 33) (i32.const 0x37)))
    (start $start)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
