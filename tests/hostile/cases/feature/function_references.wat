;; Calls through a reference that the engine need not check.
;; world: attack
;; expect: rejected/feature
    (type $t (func))
    (elem declare func $attack)
    (func $attack (call_ref $t (ref.func $attack)))
