;; Grows until it is refused, does not mind, and answers something.
;; world: attack
;; expect: scored
;; score: 0
    (func $attack
      (loop $again
        (br_if $again (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))))
