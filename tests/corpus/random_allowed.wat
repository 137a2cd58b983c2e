;; Random bytes come from the seed, so that they repeat; two numbers in a row differ.
;; world: candidate
;; expect: value true
  (import "wasi:random/random@0.2.0" (instance $import
    (export "get-random-u64" (func (result u64)))))
  (core func $function (canon lower (func $import "get-random-u64")))
  (core module $main
    (import "import" "function" (func $function (result i64)))
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (if (i64.eq (call $function) (call $function)) (then unreachable))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "import" (instance (export "function" (func $function))))))
