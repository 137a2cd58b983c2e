;; Never answers, and has fuel for seconds where it has wall time for a tenth of one.
;; world: attack
;; budget: fuel=3000000000 wall_ms=100
;; expect: inconclusive/wall-timeout
;; excess: wall_ms 101 100
    (func $attack (loop $again (br $again)))
