;; Touches one byte of every page of 60 MiB again and again, so that every step needs another page.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (local $at i32)
      (drop (memory.grow (i32.const 959)))
      (loop $again
        (i32.store8 (local.get $at) (i32.const 1))
        (local.set $at (i32.rem_u (i32.add (local.get $at) (i32.const 4096)) (i32.const 62900000)))
        (br $again)))
