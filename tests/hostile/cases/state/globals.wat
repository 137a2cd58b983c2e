;; Leaves a mark in a global, and does well only if it finds one.
;; world: attack
;; expect: scored
;; score: 0
    (global $mark (mut i32) (i32.const 0))
    (func $attack
      (if (global.get $mark) (then unreachable))
      (global.set $mark (i32.const 1)))
