;; A loop without an end in the start function: the sandbox stops before any call.
;; world: candidate
;; budget: fuel=1000000
;; excess: fuel 1000001 1000000
;; expect: failed/out-of-fuel
  (core module $main
    (memory (export "memory") 1)
    (func $start (loop $again (br $again)))
    (start $start)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
