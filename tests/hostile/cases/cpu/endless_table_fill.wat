;; Fills a table of 100,000 entries, again and again.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (table 100000 funcref)
    (func $attack
      (loop $again
        (table.fill (i32.const 0) (ref.null func) (i32.const 100000))
        (br $again)))
