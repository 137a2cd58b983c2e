;; Calls itself without an end, with a frame as small as can be.
;; world: attack
;; expect: failed/stack-overflow
    (func $attack
      (call $attack)
      (call $attack))
