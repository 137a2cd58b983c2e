;; Looks for a directory that it may open: there is none, and so it has nothing to escape from.
;; world: candidate
;; expect: scored
;; score: 0
  (import "wasi:filesystem/preopens@0.2.0" (instance $files
    (export "descriptor" (type $d (sub resource)))
    (export "get-directories" (func (result (list (tuple (own $d) string)))))))
  (core module $memory
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 2048))
  (core instance $memory (instantiate $memory))
  (core func $f (canon lower (func $files "get-directories")
    (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))
  (core module $main
    (import "memory" "memory" (memory 1))
    (import "files" "f" (func $f (param i32)))
    (export "memory" (memory 0))
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $f (i32.const 64))
      (if (i32.load (i32.const 68)) (then unreachable))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory)) (with "files" (instance (export "f" (func $f))))))
