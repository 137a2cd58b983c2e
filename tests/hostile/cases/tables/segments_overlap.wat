;; Has segments that lie over each other; the last one counts.
;; world: candidate
;; expect: scored
;; score: 0
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (table 2 funcref)
    (elem (i32.const 0) $wrong $wrong)
    (elem (i32.const 0) $nothing)
    (func $nothing)
    (func $wrong unreachable)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call_indirect (i32.const 0)) i32.const 0))
  (core instance $main (instantiate $main))
