;; Has data in its image at the beginning and at the end of 64 MiB, so that a copy of the image has that
;; size.
;; world: candidate
;; expect: scored
;; score: 0
  (core module $main
    (memory (export "memory") 1024)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (data (i32.const 4096) "x")
    (data (i32.const 67104768) "x")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
