;; Never answers: a loop that only calls, so that most of the time is spent between functions.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $nothing)
    (func $attack
      (loop $again
        (call $nothing) (call $nothing) (call $nothing) (call $nothing)
        (br $again)))
