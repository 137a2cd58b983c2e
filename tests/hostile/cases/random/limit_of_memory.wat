;; Counts how often it may grow, to answer with it: the number is that of its budget.
;; world: attack
;; expect: scored
;; score: 0
    (func $attack
      (local $count i32)
      (loop $again
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
      (if (i32.ne (local.get $count) (i32.const 1024)) (then unreachable)))
