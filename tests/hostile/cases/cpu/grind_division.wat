;; Uses the instructions that take a processor longest for the fuel that they cost: divisions of 64 bits,
;; each of which waits for the one before.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (local $number i64)
      (local.set $number (i64.const -1))
      (loop $again
        (local.set $number (i64.sub (i64.const -1)
          (i64.div_u (i64.const -3) (i64.or (local.get $number) (i64.const 1)))))
        (br $again)))
