;; Fills memory up to a place beyond its end, to see how much was written before it was stopped.
;; world: attack
;; expect: failed/trap
;; message: out of bounds memory access
    (func $attack
      (memory.fill (i32.const 60000) (i32.const 1) (i32.const 10000)))
