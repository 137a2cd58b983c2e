;; Writes for ever before it can be called.
;; world: candidate
;; uses: streams
;; expect: failed/output-limit
;; excess: output 5000 4096
  (core module $main
    (import "memory" "memory" (memory 1))
    (import "streams" "stdout" (func $stdout (result i32)))
    (import "streams" "write" (func $write (param i32 i32 i32 i32)))
    (export "memory" (memory 0))
    (func $s (local $stream i32)
      (local.set $stream (call $stdout))
      (loop $again
        (call $write (local.get $stream) (i32.const 64) (i32.const 1000) (i32.const 2048))
        (br $again)))
    (start $s)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32) unreachable))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory)) (with "streams" (instance $streams))))
