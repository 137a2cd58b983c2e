;; Makes four instances that grow to the whole of its memory, each for itself, while they are made.
;; world: candidate
;; expect: failed/out-of-memory
  (core module $hoard
    (memory 1)
    (func $grow
      (if (i32.eq (memory.grow (i32.const 500)) (i32.const -1)) (then unreachable)))
    (start $grow))
  (core instance (instantiate $hoard))
  (core instance (instantiate $hoard))
  (core instance (instantiate $hoard))
  (core instance (instantiate $hoard))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
