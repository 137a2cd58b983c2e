;; Copies 30 MiB at a time.
;; world: attack
;; budget: fuel=9007199254740992 wall_ms=200
;; expect: inconclusive/wall-timeout
;; excess: wall_ms 201 200
    (func $attack
      (drop (memory.grow (i32.const 959)))
      (loop $again
        (memory.copy (i32.const 0) (i32.const 31000000) (i32.const 31000000))
        (br $again)))
