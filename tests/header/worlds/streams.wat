;; Output: the core instance `$streams` has `stdout`, `stderr`, `write` and `drop`, and the core instance
;; `$memory` the memory from which `write` reads.
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
  (import "wasi:cli/stderr@0.2.0" (instance $stderr
    (alias outer 1 $output_stream (type $output_stream_))
    (export "output-stream" (type $output_stream (eq $output_stream_)))
    (export "get-stderr" (func (result (own $output_stream))))))
  (core module $memory
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024))
  (core instance $memory (instantiate $memory))
  (core func $get_stdout (canon lower (func $stdout "get-stdout")))
  (core func $get_stderr (canon lower (func $stderr "get-stderr")))
  (core func $write (canon lower
    (func $output "[method]output-stream.blocking-write-and-flush")
    (memory (core memory $memory "memory"))))
  (core func $drop_stream (canon resource.drop $output_stream))
  (core instance $streams
    (export "stdout" (func $get_stdout))
    (export "stderr" (func $get_stderr))
    (export "write" (func $write))
    (export "drop" (func $drop_stream)))
