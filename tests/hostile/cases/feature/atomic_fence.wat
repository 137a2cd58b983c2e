;; Orders memory as only threads need it.
;; world: attack
;; expect: rejected/feature
    (func $attack (atomic.fence))
