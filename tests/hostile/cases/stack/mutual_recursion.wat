;; Two functions call each other without an end and allocate nothing.
;; world: attack
;; expect: failed/stack-overflow
    (func $even (param i64) (result i64)
      (i64.add (call $odd (i64.add (local.get 0) (i64.const 1))) (i64.const 1)))
    (func $odd (param i64) (result i64)
      (i64.add (call $even (i64.add (local.get 0) (i64.const 1))) (i64.const 2)))
    (func $attack
      (drop (call $even (i64.const 0))))
