;; Grows a table a thousand entries at a time until it is refused.
;; world: attack
;; expect: failed/out-of-memory
    (table 1 funcref)
    (func $attack
      (loop $again
        (if (i32.eq (table.grow (ref.null func) (i32.const 1000)) (i32.const -1)) (then unreachable))
        (br $again)))
