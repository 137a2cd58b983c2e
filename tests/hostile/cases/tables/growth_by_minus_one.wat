;; Grows a table by 2^32 - 1 entries, so that the number of them would wrap around: what it asks for costs
;; more fuel than it has.
;; world: attack
;; expect: failed/out-of-fuel
    (table 2 funcref)
    (func $attack
      (drop (table.grow (ref.null func) (i32.const -1))))
