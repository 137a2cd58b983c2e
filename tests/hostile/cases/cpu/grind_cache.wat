;; Walks through 60 MiB from one random place to the next, so that every step waits for memory.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (local $at i32)
      (drop (memory.grow (i32.const 959)))
      (loop $again
        (i32.store8 (local.get $at) (i32.const 1))
        ;; A generator of the full period over 2^26, cut to the first 60 MiB.
        (local.set $at (i32.and
          (i32.add (i32.mul (local.get $at) (i32.const 1664525)) (i32.const 1013904223))
          (i32.const 0x3ffffff)))
        (local.set $at (i32.rem_u (local.get $at) (i32.const 62900000)))
        (br $again)))
