;; Lets the host copy four thousand bytes for the fuel of a few calls, as if copying cost nothing.
;; world: candidate
;; uses: streams
;; budget: fuel=3000
;; expect: failed/out-of-fuel
;; excess: fuel 3001 3000
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
      (call $write (call $stdout) (i32.const 2048) (i32.const 4000) (i32.const 64))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory)) (with "streams" (instance $streams))))
