;; A function that is not granted, and whose result has a word for it, says "no" instead of ending the
;; program.
;; world: candidate
;; expect: value true
  (import "wasi:filesystem/types@0.2.0" (instance $import
    (type $code_ (enum "access" "busy"))
    (export "code" (type $code (eq $code_)))
    (export "open-anything" (func (result (result (error $code)))))))
  (core module $memory
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 2048))
  (core instance $memory (instantiate $memory))
  (core func $function (canon lower (func $import "open-anything") (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))
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
      ;; error("access")
      (if (i32.ne (i32.load16_u (i32.const 128)) (i32.const 0x0001)) (then unreachable))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory))
    (with "import" (instance (export "function" (func $function))))))
