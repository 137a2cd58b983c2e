;; Hides numbers in references.
;; world: attack
;; expect: rejected/feature
    (func $attack (drop (i31.get_s (ref.i31 (i32.const 1)))))
