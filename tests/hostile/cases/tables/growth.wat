;; Grows a table by ten million entries.
;; world: attack
;; expect: failed/out-of-memory
;; excess: memory 80065544 67108864
    (table 1 funcref)
    (func $attack
      (if (i32.eq (table.grow (ref.null func) (i32.const 10000000)) (i32.const -1)) (then unreachable)))
