;; An error raised by the program, with its traceback.
;; world: candidate
;; message: ValueError: x > 1
;; position: 12 0
;; expect: failed/exception
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\01\00\00\00" "\40\00\00\00" "\0a\00\00\00" "\4a\00\00\00" "\05\00\00\00" "\60\00\00\00" "\01\00\00\00")
    (data (i32.const 64) "ValueErrorx > 1")
    (data (i32.const 96) "\4a\00\00\00" "\01\00\00\00" "\0c\00\00\00")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
