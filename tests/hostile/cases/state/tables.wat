;; Leaves a mark in a table, and does well only if it finds one.
;; world: attack
;; expect: scored
;; score: 0
    (table 4 funcref)
    (elem declare func $attack)
    (func $attack
      (if (i32.eqz (ref.is_null (table.get (i32.const 2)))) (then unreachable))
      (table.set (i32.const 2) (ref.func $attack)))
