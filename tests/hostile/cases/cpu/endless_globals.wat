;; Writes and reads globals for ever.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (global $a (mut i64) (i64.const 0))
    (global $b (mut i64) (i64.const 1))
    (func $attack
      (loop $again
        (global.set $a (i64.add (global.get $b) (i64.const 1)))
        (global.set $b (i64.mul (global.get $a) (i64.const 3)))
        (br $again)))
