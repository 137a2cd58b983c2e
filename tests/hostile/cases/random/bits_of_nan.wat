;; Answers with the bits of a NaN, which differ between processors unless somebody makes them the same.
;; world: attack
;; expect: scored
;; score: 0
    (func $attack
      (local $bits i64)
      (local $zero f64)
      (local.set $bits (i64.reinterpret_f64 (f64.div (local.get $zero) (local.get $zero))))
      ;; The canonical one, without a sign and without a payload.
      (if (i64.ne (local.get $bits) (i64.const 0x7ff8000000000000)) (then unreachable))
      (local.set $bits (i64.reinterpret_f64 (f64.sqrt (f64.const -1))))
      (if (i64.ne (local.get $bits) (i64.const 0x7ff8000000000000)) (then unreachable))
      (local.set $bits (i64.reinterpret_f64 (f64.add (f64.const nan:0x4000000000001) (f64.const 1))))
      (if (i64.ne (local.get $bits) (i64.const 0x7ff8000000000000)) (then unreachable))
      (if (i32.ne (i32.reinterpret_f32 (f32.demote_f64 (f64.const -nan:0x4000000000001)))
        (i32.const 0x7fc00000)) (then unreachable)))
