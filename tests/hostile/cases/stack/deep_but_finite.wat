;; Recurses 100,000 deep, comes back, and is allowed to.
;; world: attack
;; expect: scored
;; score: 0
    (func $deep (param i32)
      (if (local.get 0) (then (call $deep (i32.sub (local.get 0) (i32.const 1))))))
    (func $attack
      (call $deep (i32.const 100000)))
