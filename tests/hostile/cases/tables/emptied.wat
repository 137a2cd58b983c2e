;; Empties the entry of a table that it then calls.
;; world: attack
;; expect: failed/trap
;; message: uninitialized element
    (table 1 funcref)
    (elem (i32.const 0) $nothing)
    (func $nothing)
    (func $attack
      (table.set (i32.const 0) (ref.null func))
      (call_indirect (i32.const 0)))
