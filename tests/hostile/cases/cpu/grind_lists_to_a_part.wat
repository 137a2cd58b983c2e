;; Hands lists of 25 MB to another of its components, again and again.
;; world: candidate
;; expect: failed/out-of-fuel
  (component $callee
    (core module $m (memory (export "memory") 400)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 0)
      (func (export "f") (param i32 i32)))
    (core instance $m (instantiate $m))
    (func (export "f") (param "x" (list u8)) (canon lift (core func $m "f")
      (memory (core memory $m "memory")) (realloc (core func $m "realloc")))))
  (component $caller
    (import "f" (func $f (param "x" (list u8))))
    (core module $memory (memory (export "memory") 400))
    (core instance $memory (instantiate $memory))
    (core func $f (canon lower (func $f) (memory (core memory $memory "memory"))))
    (core module $m
      (import "callee" "f" (func $f (param i32 i32)))
      (func $start (loop $again (call $f (i32.const 0) (i32.const 25000000)) (br $again)))
      (start $start))
    (core instance (instantiate $m (with "callee" (instance (export "f" (func $f)))))))
  (instance $callee (instantiate $callee))
  (instance (instantiate $caller (with "f" (func $callee "f"))))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
