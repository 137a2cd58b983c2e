;; Changes its own data, which are copied lazily from an image that all of its instances share.
;; world: attack
;; expect: scored
;; score: 0
    (data (i32.const 8192) "untouched")
    (func $attack
      (local $at i32)
      (if (i64.ne (i64.load (i32.const 8192)) (i64.const 0x656863756f746e75)) (then unreachable))
      (loop $again
        (i64.store (i32.add (local.get $at) (i32.const 8192)) (i64.const -1))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br_if $again (i32.lt_u (local.get $at) (i32.const 40000)))))
