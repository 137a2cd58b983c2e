;; Has fuel without an end and never gets ready.
;; world: candidate
;; budget: fuel=9007199254740992 wall_ms=200
;; expect: inconclusive/wall-timeout
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func $s (loop $again (br $again)))
    (start $s)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
