;; Asks for memory that it cannot have, for ever.
;; world: attack
;; budget: fuel=9007199254740992 wall_ms=200
;; expect: inconclusive/wall-timeout
;; excess: wall_ms 201 200
    (func $attack (loop $again (drop (memory.grow (i32.const 2000))) (br $again)))
