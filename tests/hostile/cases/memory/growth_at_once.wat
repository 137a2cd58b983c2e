;; Asks for all of the address space at once, and gives up.
;; world: attack
;; expect: failed/out-of-memory
;; excess: memory 4294967296 67108864
    (func $attack
      (if (i32.eq (memory.grow (i32.const 65535)) (i32.const -1)) (then unreachable)))
