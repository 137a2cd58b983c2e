;; Calls the host two thousand times for the fuel of its own loop, as if the host worked for nothing.
;; world: candidate
;; uses: streams
;; budget: fuel=100000
;; expect: failed/out-of-fuel
;; excess: fuel 100001 100000
  (core module $main
    (import "memory" "memory" (memory 1))
    (import "streams" "stdout" (func $stdout (result i32)))
    (import "streams" "write" (func $write (param i32 i32 i32 i32)))
    (export "memory" (memory 0))
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (local $stream i32)
      (local $left i32)
      (local.set $stream (call $stdout))
      (local.set $left (i32.const 2000))
      (loop $again
        (call $write (local.get $stream) (i32.const 2048) (i32.const 0) (i32.const 64))
        (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory)) (with "streams" (instance $streams))))
