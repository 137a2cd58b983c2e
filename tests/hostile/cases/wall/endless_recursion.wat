;; Has fuel without an end and calls for ever without going deep.
;; world: attack
;; budget: fuel=9007199254740992 wall_ms=200
;; expect: inconclusive/wall-timeout
;; excess: wall_ms 201 200
    (func $grow (param $depth i32)
      (if (local.get $depth) (then
        (call $grow (i32.sub (local.get $depth) (i32.const 1)))
        (call $grow (i32.sub (local.get $depth) (i32.const 1))))))
    (func $attack (call $grow (i32.const 64)))
