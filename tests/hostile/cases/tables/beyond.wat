;; Calls an entry far beyond a table.
;; world: attack
;; expect: failed/trap
;; message: undefined element
    (table 1 funcref)
    (func $attack
      (call_indirect (i32.const 0x20000000)))
