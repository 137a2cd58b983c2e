;; Asks for no more memory, again and again: each asks the host, and no page is charged for. The wall time
;; is to the fuel as it is by default, so that the fuel must end first.
;; world: attack
;; budget: wall_ms=600
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (loop $again
        (drop (memory.grow (i32.const 0)))
        (br $again)))
