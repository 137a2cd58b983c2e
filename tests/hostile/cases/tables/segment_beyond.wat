;; Has a segment that begins beyond its table: it must end before any call.
;; world: candidate
;; expect: failed/trap
;; message: out of bounds table access
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (table 1 funcref)
    (elem (i32.const 1) $nothing)
    (func $nothing)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
