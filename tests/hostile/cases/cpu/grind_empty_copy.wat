;; Copies no entries of a table, again and again.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (table 1 funcref)
    (func $attack
      (loop $again
        (table.copy (i32.const 0) (i32.const 0) (i32.const 0))
        (br $again)))
