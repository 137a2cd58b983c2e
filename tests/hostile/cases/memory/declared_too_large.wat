;; Declares 4 GiB of memory from the start.
;; world: candidate
;; expect: failed/out-of-memory
;; excess: memory 4294967296 67108864
  (core module $main
    (memory (export "memory") 65536)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
