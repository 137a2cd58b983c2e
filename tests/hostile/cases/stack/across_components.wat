;; A component inside of it calls another one at the bottom of its stack: the limit is for both together.
;; world: candidate
;; expect: failed/stack-overflow
  (component $callee
    (core module $m
      (func $deep (call $deep) (call $deep))
      (func (export "f") (call $deep)))
    (core instance $i (instantiate $m))
    (func (export "f") (canon lift (core func $i "f"))))
  (component $caller
    (import "f" (func $f))
    (core func $f (canon lower (func $f)))
    (core module $m
      (import "callee" "f" (func $f))
      (func $deep (param i32)
        (if (local.get 0)
          (then (call $deep (i32.sub (local.get 0) (i32.const 1))))
          (else (call $f))))
      (func $start (call $deep (i32.const 50000)))
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
