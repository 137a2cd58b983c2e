;; Conversions between floats and whole numbers that saturate.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (local $number i64)
      (loop $again
        (local.set $number (i64.trunc_sat_f64_u (f64.nearest (f64.convert_i64_u
          (i64.xor (local.get $number) (i64.const -1))))))
        (br $again)))
