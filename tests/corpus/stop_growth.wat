;; A program that gives up after a refused growth ran out of memory: the mark that the refusal left
;; explains the trap.
;; world: candidate
;; budget: memory=65536
;; excess: memory 131072 65536
;; expect: failed/out-of-memory
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then unreachable))
      i32.const 0))
  (core instance $main (instantiate $main))
