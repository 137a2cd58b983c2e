;; Never answers: the way back is one of many targets of a branch table.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (local $target i32)
      (block $out
        (loop $again
          (local.set $target (i32.and (i32.add (local.get $target) (i32.const 1)) (i32.const 3)))
          (br_table $again $again $again $again $out (local.get $target)))))
