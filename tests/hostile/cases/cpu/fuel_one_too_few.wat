;; Needs one unit of fuel more than it is given: the same program as the one that has just enough.
;; world: attack
;; budget: fuel=6003
;; expect: failed/out-of-fuel
;; excess: fuel 6004 6003
    (func $attack
      (local $count i32)
      (local.set $count (i32.const 1000))
      (loop $again
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br_if $again (local.get $count))))
