;; Looks for a function in a table that it has never written to.
;; world: attack
;; expect: scored
;; score: 0
    (table 100000 funcref)
    (func $attack
      (local $at i32)
      (drop (table.grow (ref.null func) (i32.const 100000)))
      (loop $again
        (if (i32.eqz (ref.is_null (table.get (local.get $at)))) (then unreachable))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $again (i32.lt_u (local.get $at) (i32.const 200000)))))
