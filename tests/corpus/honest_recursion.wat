;; The twin of stop_deep_recursion: ten thousand frames are not deep.
;; world: candidate
;; expect: value true
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func $deeper (param i32)
      (if (local.get 0) (then (call $deeper (i32.sub (local.get 0) (i32.const 1))))))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $deeper (i32.const 10000))
      i32.const 0))
  (core instance $main (instantiate $main))
