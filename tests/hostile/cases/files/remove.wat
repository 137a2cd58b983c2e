;; Removes a directory through a descriptor that it was never given.
;; world: candidate
;; expect: failed/trap
;; message: handle
  (core module $memory
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 2048))
  (core instance $memory (instantiate $memory))
  (import "wasi:filesystem/types@0.2.0" (instance $files
    (export "descriptor" (type $d (sub resource)))
    (type $c (enum "access" "not-permitted" "no-entry"))
    (export "error-code" (type $e (eq $c)))
    (export "[method]descriptor.remove-directory-at" (func (param "self" (borrow $d)) (param "path" string) (result (result (error $e)))))))
  (core func $f (canon lower (func $files "[method]descriptor.remove-directory-at") (memory (core memory $memory "memory"))))
  (core module $main
    (import "memory" "memory" (memory 1))
    (import "files" "f" (func $f (param i32 i32 i32 i32)))
    (export "memory" (memory 0))
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (data (i32.const 256) "../../../etc/passwd")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $f (i32.const 1) (i32.const 256) (i32.const 19) (i32.const 64)) i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory)) (with "files" (instance (export "f" (func $f))))))
