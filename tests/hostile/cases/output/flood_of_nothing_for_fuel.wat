;; Writes no bytes as often as it may: what limits it then is the fuel.
;; world: candidate
;; uses: streams
;; budget: host_calls=1000000000
;; expect: failed/out-of-fuel
  (core module $main
    (import "memory" "memory" (memory 1))
    (import "streams" "stdout" (func $stdout (result i32)))
    (import "streams" "stderr" (func $stderr (result i32)))
    (import "streams" "write" (func $write (param i32 i32 i32 i32)))
    (import "streams" "drop" (func $drop (param i32)))
    (export "memory" (memory 0))
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (local $stream i32)
      (local.set $stream (call $stdout))
      (loop $again
        (call $write (local.get $stream) (i32.const 2048) (i32.const 0) (i32.const 64))
        (br $again))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory)) (with "streams" (instance $streams))))
