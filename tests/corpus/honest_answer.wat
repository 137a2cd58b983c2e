;; A program that answers with a list.
;; world: candidate
;; expect: value [1,2.5,null,true,"x"]
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 25 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\19\00\00\00")
    (data (i32.const 32) "[1, 2.5, null, true, \22x\22]")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
