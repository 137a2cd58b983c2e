;; Multiplies to 128 bits.
;; world: attack
;; expect: rejected/feature
    (func $attack (i64.mul_wide_u (i64.const 1) (i64.const 2)) drop drop)
