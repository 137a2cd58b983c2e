;; Filling memory is one instruction that does much: it costs fuel by the byte, so that a few
;; thousand of them cannot hold the host up.
;; world: candidate
;; budget: fuel=1000000
;; expect: failed/out-of-fuel
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (loop $again
        (memory.fill (i32.const 2048) (i32.const 1) (i32.const 60000))
        (br $again))
      unreachable))
  (core instance $main (instantiate $main))
