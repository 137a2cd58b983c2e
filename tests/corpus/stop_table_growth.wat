;; Tables count like memories, so nothing can be hoarded in one: 8 bytes an element.
;; world: candidate
;; budget: memory=131072
;; excess: memory 137536 131072
;; expect: failed/out-of-memory
  (core module $main
    (memory (export "memory") 1)
    (table $hoard 0 funcref)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (loop $again
        (br_if $again (i32.ne (table.grow $hoard (ref.null func) (i32.const 1000)) (i32.const -1))))
      unreachable))
  (core instance $main (instantiate $main))
