;; Arithmetic whose every result is a NaN that has to be made canonical.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (local $number f64)
      (loop $again
        (local.set $number (f64.div (f64.sub (f64.const inf) (f64.const inf))
          (f64.add (local.get $number) (f64.const nan))))
        (br $again)))
