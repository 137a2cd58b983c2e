;; Copies so many bytes that address and length together wrap around.
;; world: attack
;; expect: failed/trap
;; message: out of bounds memory access
    (func $attack
      (memory.copy (i32.const 16) (i32.const -16) (i32.const 32)))
