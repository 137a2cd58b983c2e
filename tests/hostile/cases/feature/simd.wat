;; Uses vectors, with the load that once read beyond the sandbox.
;; world: attack
;; expect: rejected/feature
    (func $attack (drop (f64x2.splat (f64.load (i32.const 65528)))))
