;; The same as `composed`, with a text in the place of bytes: the engine copies and checks it in one step, which would
;; cost no fuel.
;; world: candidate
;; expect: rejected/feature
  (component $callee
    (core module $m
      (memory (export "memory") 1)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 0)
      (func (export "take") (param i32 i32)))
    (core instance $i (instantiate $m))
    (func (export "take") (param "text" string) (canon lift
      (core func $i "take")
      (memory (core memory $i "memory"))
      (realloc (core func $i "realloc")))))
  (component $caller
    (import "take" (func $take (param "text" string)))
    (core module $m (memory (export "memory") 1))
    (core instance $i (instantiate $m))
    (core func $take (canon lower (func $take) (memory (core memory $i "memory"))))
    (core module $n (import "callee" "take" (func (param i32 i32))))
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
