;; Fills 60 MiB at a time, where the clock is looked at only in between.
;; world: attack
;; budget: fuel=9007199254740992 wall_ms=200
;; expect: inconclusive/wall-timeout
;; excess: wall_ms 201 200
    (func $attack
      (drop (memory.grow (i32.const 959)))
      (loop $again
        (memory.fill (i32.const 0) (i32.const 1) (i32.const 62000000))
        (br $again)))
