;; Writes eight bytes of which the last one is beyond its memory.
;; world: attack
;; expect: failed/trap
;; message: out of bounds memory access
    (func $attack
      (i64.store (i32.const 65529) (i64.const -1)))
