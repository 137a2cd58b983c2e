;; Uses vector operations whose results differ between processors, to tell machines apart.
;; world: attack
;; expect: rejected/feature
    (func $attack (drop (f32x4.relaxed_madd (v128.const f32x4 1 2 3 4) (v128.const f32x4 1 2 3 4) (v128.const f32x4 1 2 3 4))))
