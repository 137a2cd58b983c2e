;; Is a core module that accepts connections by the older interface of the system.
;; expect: failed/trap
(module
  (import "wasi_snapshot_preview1" "sock_accept" (func (param i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
  (func (export "lazaret:candidate/program@0.1.0#call") (param i32 i32 i32 i32) (result i32) unreachable))
