;; Writes to the first byte beyond its memory.
;; world: attack
;; expect: failed/trap
;; message: out of bounds memory access
    (func $attack
      (i32.store8 (i32.const 65536) (i32.const 1)))
