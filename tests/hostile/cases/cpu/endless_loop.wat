;; Never answers: a loop that does nothing at all.
;; world: attack
;; budget: wall_ms=2000
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (loop $again (br $again)))
