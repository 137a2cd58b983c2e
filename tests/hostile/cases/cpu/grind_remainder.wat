;; Signed remainders of 64 bits, each of which waits for the one before and has two checks.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (local $number i64)
      (loop $again
        (local.set $number (i64.rem_s (i64.const 0x7fffffffffffffff)
          (i64.or (local.get $number) (i64.const 3))))
        (br $again)))
