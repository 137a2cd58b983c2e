;; Lifts a function out of a memory with addresses of 64 bits.
;; world: candidate
;; expect: rejected/feature
  (component
    (core module $m (memory (export "memory") i64 1)
      (func (export "realloc") (param i64 i64 i64 i64) (result i64) unreachable)
      (func (export "f") (param i64 i64)))
    (core instance $i (instantiate $m))
    (func (export "f") (param "x" string) (canon lift (core func $i "f")
      (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
