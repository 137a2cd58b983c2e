;; Fails with a list of seven million empty names, each of which is larger for the host than for it.
;; world: candidate
;; expect: failed/result-limit
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\03\00\00\00" "\00\00\00\00" "\00\00\00\00" "\00\04\00\00" "\c0\cf\6a\00")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (drop (memory.grow (i32.const 900))) i32.const 0))
  (core instance $main (instantiate $main))
