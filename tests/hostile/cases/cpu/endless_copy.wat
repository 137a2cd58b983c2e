;; Copies 30 MiB within memory, again and again: few instructions, much work.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (drop (memory.grow (i32.const 959)))
      (loop $again
        (memory.copy (i32.const 0) (i32.const 31000000) (i32.const 31000000))
        (br $again)))
