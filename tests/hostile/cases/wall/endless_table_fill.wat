;; Fills a table of a million entries at a time.
;; world: attack
;; budget: fuel=9007199254740992 wall_ms=200
;; expect: inconclusive/wall-timeout
;; excess: wall_ms 201 200
    (table 1 funcref)
    (func $attack
      (drop (table.grow (ref.null func) (i32.const 1000000)))
      (loop $again
        (table.fill (i32.const 0) (ref.null func) (i32.const 1000000))
        (br $again)))
