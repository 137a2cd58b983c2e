;; Grows to the whole of its memory a page at a time for next to no fuel, as if pages of zeroes came from nowhere.
;; world: attack
;; budget: fuel=100000
;; expect: failed/out-of-fuel
;; excess: fuel 100001 100000
    (func $attack
      (local $left i32)
      (local.set $left (i32.const 1000))
      (loop $again
        (drop (memory.grow (i32.const 1)))
        (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1))))))
