;; Gives the host room by a function that calls it again, while it hands over the random bytes that it was
;; asked for.
;; world: candidate
;; expect: failed/trap
;; message: cannot leave component instance
  (import "wasi:random/random@0.2.0" (instance $random
    (export "get-random-bytes" (func (param "len" u64) (result (list u8))))
    (export "get-random-u64" (func (result u64)))))
  (core func $number (canon lower (func $random "get-random-u64")))
  (core module $memory
    (import "random" "number" (func $number (result i64)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (drop (call $number))
      i32.const 2048))
  (core instance $memory (instantiate $memory (with "random" (instance (export "number" (func $number))))))
  (core func $bytes (canon lower (func $random "get-random-bytes")
    (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))
  (core module $main
    (import "memory" "memory" (memory 1))
    (import "random" "bytes" (func $bytes (param i64 i32)))
    (export "memory" (memory 0))
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $bytes (i64.const 8) (i32.const 64)) i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory)) (with "random" (instance (export "bytes" (func $bytes))))))
