;; Asks for no more entries of a table, again and again.
;; world: attack
;; budget: wall_ms=600
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (table 1 funcref)
    (func $attack
      (loop $again
        (drop (table.grow (ref.null func) (i32.const 0)))
        (br $again)))
