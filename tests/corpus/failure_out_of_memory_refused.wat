;; The program was refused memory, and says that it noticed.
;; world: candidate
;; message: MemoryError
;; excess: memory 655425536 268435456
;; expect: failed/out-of-memory
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\02\00\00\00" "\40\00\00\00" "\0b\00\00\00" "\4b\00\00\00" "\00\00\00\00" "\00\00\00\00" "\00\00\00\00")
    (data (i32.const 64) "MemoryError")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (drop (memory.grow (i32.const 10000)))
      i32.const 0))
  (core instance $main (instantiate $main))
