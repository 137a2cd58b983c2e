;; Fills half of its budget with memory and more than the other half with a table.
;; world: attack
;; expect: failed/out-of-memory
;; excess: memory 73554432 67108864
    (table $t 0 funcref)
    (func $attack
      (drop (memory.grow (i32.const 511)))
      (if (i32.eq (table.grow $t (ref.null func) (i32.const 5000000)) (i32.const -1)) (then unreachable)))
