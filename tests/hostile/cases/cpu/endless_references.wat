;; Takes references to functions and sets entries of a table, again and again.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (table 8 funcref)
    (elem declare func $attack)
    (func $attack
      (loop $again
        (table.set (i32.const 3) (ref.func $attack))
        (drop (table.get (i32.const 3)))
        (br $again)))
