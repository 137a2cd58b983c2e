;; Never answers: a loop whose way back is a condition that always holds.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (loop $again
        (br_if $again (i32.const 1))))
