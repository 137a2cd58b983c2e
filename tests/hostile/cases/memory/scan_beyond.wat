;; Looks through all of the address space for something that is not its own, from the end of its memory on.
;; world: attack
;; expect: failed/trap
;; message: out of bounds memory access
    (func $attack
      (local $at i32)
      (local.set $at (i32.const 65536))
      (loop $again
        (drop (i32.load (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 4096)))
        (br $again)))
