;; Leaves a mark in memory, and does well only if it finds one.
;; world: attack
;; expect: scored
;; score: 0
    (func $attack
      (if (i64.eq (i64.load (i32.const 40000)) (i64.const 0x636e617279)) (then unreachable))
      (i64.store (i32.const 40000) (i64.const 0x636e617279)))
