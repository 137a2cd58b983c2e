;; Copies a table of functions onto itself, again and again; each entry may have to be made first.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (table 1000 funcref)
    (elem (i32.const 0) $attack)
    (func $attack
      (loop $again
        (table.copy (i32.const 1) (i32.const 0) (i32.const 999))
        (br $again)))
