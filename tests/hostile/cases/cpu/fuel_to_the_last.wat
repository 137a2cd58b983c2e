;; Uses all fuel but what is needed to answer, and a bit: 100 million steps of a countdown that has enough
;; for 12.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (local $count i32)
      (local.set $count (i32.const 100000000))
      (loop $again
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br_if $again (local.get $count))))
