;; A refused growth explains only a program that gives up. One that goes on and reads beyond its memory
;; has a fault of its own.
;; world: candidate
;; budget: memory=65536
;; message: out of bounds memory access
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (drop (memory.grow (i32.const 1)))
      (i32.load (i32.const 70000))))
  (core instance $main (instantiate $main))
