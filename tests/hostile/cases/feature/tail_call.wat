;; Recurses for ever by calls that need no stack.
;; world: attack
;; expect: rejected/feature
    (func $attack (return_call $attack))
