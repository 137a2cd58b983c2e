;; Leaves a mark while it is started, and traps if there is one already.
;; world: candidate
;; expect: scored
;; score: 0
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func $s
      (if (i32.load (i32.const 50000)) (then unreachable))
      (i32.store (i32.const 50000) (i32.const 1)))
    (start $s)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
