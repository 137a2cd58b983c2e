;; A data segment that does not fit its memory.
;; world: candidate
;; message: out of bounds memory access
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 65535) "ab")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32) i32.const 0))
  (core instance $main (instantiate $main))
