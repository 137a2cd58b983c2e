;; Reads far beyond its memory, with the largest address and the largest offset that there are, past any
;; guard.
;; world: attack
;; expect: failed/trap
;; message: out of bounds memory access
    (func $attack
      (drop (i64.load offset=4294967295 (i32.const -1))))
