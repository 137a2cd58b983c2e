;; Makes an array of a thousand million items in the heap of the host.
;; world: attack
;; expect: rejected/feature
    (type $a (array (mut i8)))
    (func $attack (drop (array.new_default $a (i32.const 1000000000))))
