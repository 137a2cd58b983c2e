;; The twin of failure_out_of_memory_refused: nobody has refused it any memory, so it has only said so.
;; world: candidate
;; message: MemoryError
;; expect: failed/exception
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\02\00\00\00" "\40\00\00\00" "\0b\00\00\00" "\4b\00\00\00" "\00\00\00\00" "\00\00\00\00" "\00\00\00\00")
    (data (i32.const 64) "MemoryError")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
