;; Never answers: a tree of calls of depth 60, which needs little stack and 2^60 calls.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $grow (param $depth i32)
      (if (local.get $depth) (then
        (call $grow (i32.sub (local.get $depth) (i32.const 1)))
        (call $grow (i32.sub (local.get $depth) (i32.const 1))))))
    (func $attack
      (call $grow (i32.const 60)))
