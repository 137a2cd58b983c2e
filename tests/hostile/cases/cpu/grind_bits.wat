;; Counting bits, leading and trailing zeroes, and rotating, in a chain.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (local $number i64)
      (loop $again
        (local.set $number (i64.rotl
          (i64.xor (i64.popcnt (local.get $number)) (i64.clz (local.get $number)))
          (i64.ctz (i64.or (local.get $number) (i64.const 0x100)))))
        (br $again)))
