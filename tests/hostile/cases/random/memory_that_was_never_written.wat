;; Looks for anything in 60 MiB of memory that it has never written to, left there by somebody else.
;; world: attack
;; expect: scored
;; score: 0
    (func $attack
      (local $at i32)
      (drop (memory.grow (i32.const 959)))
      (local.set $at (i32.const 65536))
      (loop $again
        (if (i64.ne (i64.load (local.get $at)) (i64.const 0)) (then unreachable))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br_if $again (i32.lt_u (local.get $at) (i32.const 62900000)))))
