;; Loops or answers as a random number says, to get another verdict by trying again.
;; world: candidate
;; expect: scored
;; score: 0
  (import "wasi:random/random@0.2.0" (instance $random (export "get-random-u64" (func (result u64)))))
  (core func $random (canon lower (func $random "get-random-u64")))
  (core module $memory
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 2048))
  (core instance $memory (instantiate $memory))
  (core module $main
    (import "memory" "memory" (memory 1))
    (import "random" "u64" (func $random (result i64)))
    (export "memory" (memory 0))
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func $answer (param $number i64)
      (local $at i32)
      (local.set $at (i32.const 512))
      (loop $next
        (local.set $at (i32.sub (local.get $at) (i32.const 1)))
        (i32.store8 (local.get $at)
          (i32.add (i32.wrap_i64 (i64.rem_u (local.get $number) (i64.const 10))) (i32.const 48)))
        (local.set $number (i64.div_u (local.get $number) (i64.const 10)))
        (br_if $next (i64.ne (local.get $number) (i64.const 0))))
      (i32.store (i32.const 4) (local.get $at))
      (i32.store (i32.const 8) (i32.sub (i32.const 512) (local.get $at))))
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (local $count i32)
      (loop $again
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (br_if $again (i64.ne (i64.and (call $random) (i64.const 15)) (i64.const 0))))
      (call $answer (i64.extend_i32_u (local.get $count)))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory)) (with "random" (instance (export "u64" (func $random))))))
