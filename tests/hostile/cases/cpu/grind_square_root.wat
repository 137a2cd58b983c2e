;; Square roots and divisions of floats, each of which waits for the one before.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (local $number f64)
      (loop $again
        (local.set $number (f64.sqrt (f64.div (f64.const 1e300)
          (f64.add (local.get $number) (f64.const 1e-300)))))
        (br $again)))
