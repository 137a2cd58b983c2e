;; The twin of composed: what crosses is a number, so that no memory is involved.
;; world: candidate
;; expect: value true
  (component $callee
    (core module $m (func (export "take") (param i32)))
    (core instance $i (instantiate $m))
    (func (export "take") (param "number" u32) (canon lift (core func $i "take"))))
  (component $caller
    (import "take" (func $take (param "number" u32)))
    (core func $take (canon lower (func $take)))
    (core module $n
      (import "callee" "take" (func $take (param i32)))
      (func $start (call $take (i32.const 1)))
      (start $start))
    (core instance (instantiate $n (with "callee" (instance (export "take" (func $take)))))))
  (instance $callee (instantiate $callee))
  (instance (instantiate $caller (with "take" (func $callee "take"))))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
