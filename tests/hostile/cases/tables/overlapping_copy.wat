;; Copies a table over itself and calls what it finds there.
;; world: attack
;; expect: failed/trap
;; message: uninitialized element
    (table 4 funcref)
    (elem (i32.const 0) $nothing)
    (func $nothing)
    (func $attack
      (table.copy (i32.const 1) (i32.const 0) (i32.const 3))
      (call_indirect (i32.const 1))
      (call_indirect (i32.const 2)))
