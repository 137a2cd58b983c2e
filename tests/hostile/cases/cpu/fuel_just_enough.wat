;; Uses exactly the fuel that it is given, to the last unit, and answers wrongly.
;; world: attack
;; budget: fuel=6004
;; expect: scored
;; score: 0
    (func $attack
      (local $count i32)
      (local.set $count (i32.const 1000))
      (loop $again
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br_if $again (local.get $count))))
