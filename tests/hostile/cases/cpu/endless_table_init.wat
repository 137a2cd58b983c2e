;; Writes functions from a segment into a table, again and again.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (table 8 funcref)
    (elem $passive func $attack $attack $attack $attack $attack $attack $attack $attack)
    (func $attack
      (loop $again
        (table.init $passive (i32.const 0) (i32.const 0) (i32.const 8))
        (br $again)))
