;; Has a second memory in a module.
;; world: attack
;; expect: rejected/feature
    (memory $second 1)
    (func $attack (memory.copy $second 0 (i32.const 0) (i32.const 0) (i32.const 1)))
