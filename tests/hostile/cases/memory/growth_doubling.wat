;; Doubles its memory until it is refused, and gives up.
;; world: attack
;; expect: failed/out-of-memory
;; excess: memory 134217728 67108864
    (func $attack
      (loop $again
        (if (i32.eq (memory.grow (memory.size)) (i32.const -1)) (then unreachable))
        (br $again)))
