;; Which of two equal keys counts is a question that no two readers answer alike.
;; world: candidate
;; expect: failed/invalid-output
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 13 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\0d\00\00\00")
    (data (i32.const 32) "{\22a\22:1,\22a\22:2}")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
