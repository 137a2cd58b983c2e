;; Recurses for ever by calls through a table that need no stack.
;; world: attack
;; expect: rejected/feature
    (table 1 funcref)
    (elem (i32.const 0) $attack)
    (func $attack (return_call_indirect (i32.const 0)))
