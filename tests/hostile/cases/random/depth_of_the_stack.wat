;; Goes as deep as it can, to answer with how deep that is: nobody comes back from there.
;; world: attack
;; expect: failed/stack-overflow
    (global $depth (mut i64) (i64.const 0))
    (func $attack
      (global.set $depth (i64.add (global.get $depth) (i64.const 1)))
      (i64.store (i32.const 512) (global.get $depth))
      (call $attack)
      (i64.store (i32.const 512) (global.get $depth)))
