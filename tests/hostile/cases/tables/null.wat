;; Calls an entry of a table that is empty.
;; world: attack
;; expect: failed/trap
;; message: uninitialized element
    (table 1 funcref)
    (func $attack
      (call_indirect (i32.const 0)))
