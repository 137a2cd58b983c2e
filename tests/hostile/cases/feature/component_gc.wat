;; Lifts a function whose values are objects of the engine.
;; world: candidate
;; expect: rejected/feature
  (component
    (core module $m (type $a (array (mut i8))) (func (export "f") (param (ref null $a))))
    (core instance $i (instantiate $m))
    (core type $t (func (param i32)))
    (func (export "f") (param "x" (list u8)) (canon lift (core func $i "f") gc)))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
