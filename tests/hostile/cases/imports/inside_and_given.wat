;; Gives the network that it does not have to a component inside of it.
;; world: candidate
;; expect: rejected/import
  (component $c (import "wasi:sockets/tcp@0.2.0" (instance)))
  (import "wasi:sockets/tcp@0.2.0" (instance $tcp))
  (instance (instantiate $c (with "wasi:sockets/tcp@0.2.0" (instance $tcp))))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
