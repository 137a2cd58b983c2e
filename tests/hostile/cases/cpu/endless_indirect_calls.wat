;; Never answers: a loop of calls through a table, each with its check of bounds and type.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (table 1 funcref)
    (elem (i32.const 0) $nothing)
    (type $nothing (func))
    (func $nothing)
    (func $attack
      (loop $again
        (call_indirect (type $nothing) (i32.const 0))
        (call_indirect (type $nothing) (i32.const 0))
        (br $again)))
