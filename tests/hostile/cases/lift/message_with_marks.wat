;; Fails with a message that turns the direction of text around, ends lines, and clears a terminal.
;; world: candidate
;; expect: failed/exception
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\01\00\00\00" "\00\02\00\00" "\04\00\00\00" "\08\02\00\00" "\18\00\00\00" "\00\00\00\00" "\00\00\00\00")
    (data (i32.const 512) "Evil")
    (data (i32.const 520) "a\0a\0d\1b[2J\e2\80\aeb\00c\07passed!!")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
