;; A program that takes a refused growth well is not blamed for having asked.
;; world: candidate
;; budget: memory=65536
;; expect: value -1
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 2 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\02\00\00\00")
    (data (i32.const 32) "-1")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (if (i32.ne (memory.grow (i32.const 1)) (i32.const -1)) (then unreachable))
      i32.const 0))
  (core instance $main (instantiate $main))
