;; Has fuel without an end and never answers.
;; world: attack
;; budget: fuel=9007199254740992 wall_ms=200
;; expect: inconclusive/wall-timeout
;; excess: wall_ms 201 200
    (func $attack (loop $again (br $again)))
