;; There are no command line arguments.
;; world: candidate
;; expect: value true
  (import "wasi:cli/environment@0.2.0" (instance $import
    (export "get-arguments" (func (result (list string))))))
  (core module $memory
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 2048))
  (core instance $memory (instantiate $memory))
  (core func $function (canon lower (func $import "get-arguments") (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))
  (core module $main
    (import "memory" "memory" (memory 1))
    (export "memory" (memory 0))
    (import "import" "function" (func $function (param i32)))
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $function (i32.const 128))
      (if (i32.load (i32.const 132)) (then unreachable))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory))
    (with "import" (instance (export "function" (func $function))))))
