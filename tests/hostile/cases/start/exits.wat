;; Ends itself before it can be called, with the status of success.
;; world: candidate
;; expect: failed/exit
;; message: exited with status 0
  (import "wasi:cli/exit@0.2.0" (instance $exit (export "exit" (func (param "status" (result))))))
  (core func $exit (canon lower (func $exit "exit")))
  (core module $main
    (import "exit" "exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (func $s (call $exit (i32.const 0)))
    (start $s)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32) unreachable))
  (core instance $main (instantiate $main (with "exit" (instance (export "exit" (func $exit))))))
