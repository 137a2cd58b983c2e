;; Has fuel without an end and never gives room for the question.
;; world: candidate
;; budget: fuel=9007199254740992 wall_ms=200
;; expect: inconclusive/wall-timeout
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (loop $again (br $again)) i32.const 0)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
