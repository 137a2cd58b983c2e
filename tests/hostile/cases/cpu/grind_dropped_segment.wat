;; Drops a segment that is dropped already, again and again: each leaves the guest. The wall time is to the fuel as it
;; is by default, so that the fuel must end first.
;; world: attack
;; budget: wall_ms=600
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (elem $segment func $attack)
    (func $attack
      (loop $again
        (elem.drop $segment)
        (br $again)))
