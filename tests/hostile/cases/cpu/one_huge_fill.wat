;; Fills 60 MiB with a single instruction that the fuel does not pay for: it must not begin.
;; world: attack
;; budget: fuel=1000000
;; expect: failed/out-of-fuel
;; excess: fuel 1000001 1000000
    (func $attack
      (drop (memory.grow (i32.const 959)))
      (memory.fill (i32.const 0) (i32.const 1) (i32.const 62000000)))
