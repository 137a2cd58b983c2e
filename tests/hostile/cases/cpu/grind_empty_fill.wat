;; Fills no bytes, again and again: each leaves the guest, and no byte is charged for.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (func $attack
      (loop $again
        (memory.fill (i32.const 0) (i32.const 0) (i32.const 0))
        (br $again)))
