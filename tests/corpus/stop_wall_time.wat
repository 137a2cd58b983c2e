;; Wall time that ends before fuel does is nobody's fault.
;; world: candidate
;; budget: fuel=9007199254740992 wall_ms=1
;; excess: wall_ms 2 1
;; expect: inconclusive/wall-timeout
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (loop $again (br $again))
      unreachable))
  (core instance $main (instantiate $main))
