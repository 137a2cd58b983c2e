;; A trap in the start function: the sandbox stops before any call.
;; world: candidate
;; message: wasm `unreachable` instruction executed
;; expect: failed/trap
  (core module $main
    (memory (export "memory") 1)
    (func $start unreachable)
    (start $start)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
