;; Asks for 2^32 - 1 pages, which are more than there can be at all and cost more fuel than it has.
;; world: attack
;; expect: failed/out-of-fuel
    (func $attack
      (drop (memory.grow (i32.const -1))))
