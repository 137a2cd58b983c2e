;; A program that has run is no source error, whatever it says: it has failed.
;; world: candidate
;; message: ErrKind: text
;; expect: failed/exception
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\00\00\00\00" "\40\00\00\00" "\07\00\00\00" "\47\00\00\00" "\04\00\00\00" "\03\00\00\00" "\05\00\00\00")
    (data (i32.const 64) "ErrKindtext")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
