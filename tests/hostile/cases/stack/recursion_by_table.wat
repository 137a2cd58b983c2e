;; Calls itself through a table without an end.
;; world: attack
;; expect: failed/stack-overflow
    (table 1 funcref)
    (elem (i32.const 0) $attack)
    (func $attack
      (call_indirect (i32.const 0))
      (call_indirect (i32.const 0)))
