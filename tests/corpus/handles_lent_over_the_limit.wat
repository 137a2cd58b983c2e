;; The twin of handles_lent_at_the_limit. A handle that is lent counts while the call lasts.
;; world: candidate
;; uses: streams
;; budget: handles=1
;; expect: failed/handle-limit
  (core module $main
    (import "memory" "memory" (memory 1))
    (import "streams" "stdout" (func $stdout (result i32)))
    (import "streams" "stderr" (func $stderr (result i32)))
    (import "streams" "write" (func $write (param i32 i32 i32 i32)))
    (import "streams" "drop" (func $drop (param i32)))
    (export "memory" (memory 0))
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (data (i32.const 64) "hello")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (local $stream i32)
      (call $write (call $stdout) (i32.const 64) (i32.const 5) (i32.const 128))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory)) (with "streams" (instance $streams))))
