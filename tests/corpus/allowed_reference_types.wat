;; References to functions are on, and so is writing them to tables.
;; world: candidate
;; expect: value true
  (core module (table $t 1 funcref) (elem declare func $f) (func $f) (func (table.set $t (i32.const 0) (ref.func $f))))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
