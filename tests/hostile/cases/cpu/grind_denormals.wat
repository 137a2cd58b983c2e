;; Arithmetic with the smallest floats there are, which some processors do in microcode.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (local $number f64)
      (local.set $number (f64.const 0x1p-1074))
      (loop $again
        (local.set $number (f64.mul (f64.add (local.get $number) (f64.const 0x1p-1074)) (f64.const 0.5)))
        (br $again)))
