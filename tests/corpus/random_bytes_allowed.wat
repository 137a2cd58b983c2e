;; A list of random bytes.
;; world: candidate
;; fuel: 282
;; expect: value true
  (import "wasi:random/random@0.2.0" (instance $import
    (export "get-random-bytes" (func (param "len" u64) (result (list u8))))))
  (core module $memory
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 2048))
  (core instance $memory (instantiate $memory))
  (core func $function (canon lower (func $import "get-random-bytes") (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))
  (core module $main
    (import "memory" "memory" (memory 1))
    (export "memory" (memory 0))
    (import "import" "function" (func $function (param i64 i32)))
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $function (i64.const 16) (i32.const 128))
      (if (i32.ne (i32.load (i32.const 132)) (i32.const 16)) (then unreachable))
      (if (i64.eq (i64.load (i32.const 2048)) (i64.load (i32.const 2056))) (then unreachable))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory))
    (with "import" (instance (export "function" (func $function))))))
