;; Asks for more memory than there may be, again and again.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (loop $again
        (drop (memory.grow (i32.const 2000)))
        (br $again)))
