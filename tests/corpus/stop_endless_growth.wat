;; A program that asks for memory for ever and ignores every refusal ends by its fuel.
;; world: candidate
;; budget: fuel=1000000 memory=1048576
;; expect: failed/out-of-fuel
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (loop $again
        (drop (memory.grow (i32.const 1)))
        (br $again))
      unreachable))
  (core instance $main (instantiate $main))
