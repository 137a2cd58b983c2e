;; A candidate that answers calls by name, around a module that nobody has written: `$guest` gets memory, clock,
;; random bytes, streams and the way out, and gives `call`. The memory starts with an answer, so that a module
;; that does nothing at all is an honest program. Stands in the place of BODY in the suite's `candidate.wat`.
  (import "wasi:clocks/monotonic-clock@0.2.0" (instance $clock (export "now" (func (result u64)))))
  (import "wasi:random/random@0.2.0" (instance $random (export "get-random-u64" (func (result u64)))))
  (import "wasi:cli/exit@0.2.0" (instance $exit (export "exit" (func (param "status" (result))))))
  (import "wasi:io/error@0.2.0" (instance $error (export "error" (type (sub resource)))))
  (alias export $error "error" (type $error))
  (import "wasi:io/streams@0.2.0" (instance $output
    (export "output-stream" (type $output_stream (sub resource)))
    (alias outer 1 $error (type $error_))
    (export "error" (type $error (eq $error_)))
    (type $stream_error_ (variant (case "last-operation-failed" (own $error)) (case "closed")))
    (export "stream-error" (type $stream_error (eq $stream_error_)))
    (export "[method]output-stream.blocking-write-and-flush" (func
      (param "self" (borrow $output_stream)) (param "contents" (list u8))
      (result (result (error $stream_error)))))))
  (alias export $output "output-stream" (type $output_stream))
  (import "wasi:cli/stdout@0.2.0" (instance $stdout
    (alias outer 1 $output_stream (type $output_stream_))
    (export "output-stream" (type $output_stream (eq $output_stream_)))
    (export "get-stdout" (func (result (own $output_stream))))))
  (core module $lib
    (memory (export "memory") 1 16)
    ;; ok("[1,2.5]") at 0, and a failure `exception` at 32.
    (data (i32.const 0) "\00\00\00\00" "\40\00\00\00\07\00\00\00")
    (data (i32.const 32) "\01\00\00\00" "\01\00\00\00" "\50\00\00\00\01\00\00\00" "\51\00\00\00\01\00\00\00")
    (data (i32.const 64) "[1,2.5]" "\00\00\00\00\00\00\00\00\00" "ab")
    (global $free (mut i32) (i32.const 4096))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
      (global.set $free (i32.add (local.get $at) (local.get 3)))
      (local.get $at)))
  (core instance $lib (instantiate $lib))
  (core func $now (canon lower (func $clock "now")))
  (core func $random_u64 (canon lower (func $random "get-random-u64")))
  (core func $exit (canon lower (func $exit "exit")))
  (core func $get_stdout (canon lower (func $stdout "get-stdout")))
  (core func $write (canon lower
    (func $output "[method]output-stream.blocking-write-and-flush")
    (memory (core memory $lib "memory"))))
  (core func $drop (canon resource.drop $output_stream))
  (core module $guest
    (func (export "call") (param i32 i32 i32 i32) (result i32) i32.const 0))
  (core instance $guest (instantiate $guest (with "env" (instance
    (export "memory" (memory $lib "memory"))
    (export "realloc" (func $lib "realloc"))
    (export "now" (func $now))
    (export "random" (func $random_u64))
    (export "exit" (func $exit))
    (export "stdout" (func $get_stdout))
    (export "write" (func $write))
    (export "drop" (func $drop))))))
  (core instance $main
    (export "memory" (memory $lib "memory"))
    (export "realloc" (func $lib "realloc"))
    (export "call" (func $guest "call")))
