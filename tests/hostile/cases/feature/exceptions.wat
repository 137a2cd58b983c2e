;; Throws what nobody catches.
;; world: attack
;; expect: rejected/feature
    (tag $e)
    (func $attack (throw $e))
