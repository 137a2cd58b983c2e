;; Leaves its memory larger than it was, and looks how large it is.
;; world: attack
;; expect: scored
;; score: 0
    (func $attack
      (if (i32.ne (memory.size) (i32.const 1)) (then unreachable))
      (drop (memory.grow (i32.const 7))))
