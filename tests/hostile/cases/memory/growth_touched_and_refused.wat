;; Writes to all memory that it may have, and then gives up because there is no more.
;; world: attack
;; expect: failed/out-of-memory
;; excess: memory 67174400 67108864
    (func $attack
      (local $at i32)
      (drop (memory.grow (i32.const 1023)))
      (loop $again
        (i32.store (i32.add (local.get $at) (i32.const 2048)) (local.get $at))
        (local.set $at (i32.add (local.get $at) (i32.const 4096)))
        (br_if $again (i32.lt_u (local.get $at) (i32.const 67100000))))
      (drop (memory.grow (i32.const 1)))
      unreachable)
