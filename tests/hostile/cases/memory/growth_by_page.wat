;; Grows a page at a time until it is refused, and gives up.
;; world: attack
;; expect: failed/out-of-memory
;; excess: memory 67174400 67108864
    (func $attack
      (loop $again
        (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then unreachable))
        (br $again)))
