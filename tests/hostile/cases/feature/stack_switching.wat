;; Makes stacks of its own.
;; world: attack
;; expect: rejected/feature
    (type $t (func))
    (type $c (cont $t))
    (elem declare func $attack)
    (func $attack (drop (cont.new $c (ref.func $attack))))
