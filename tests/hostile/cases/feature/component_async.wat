;; Has a function that may wait for something while others go on.
;; world: candidate
;; expect: rejected/feature
  (component
    (core module $m (func (export "f")))
    (core instance $i (instantiate $m))
    (core func $r (canon task.return))
    (func (export "f") async (canon lift (core func $i "f") async)))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
