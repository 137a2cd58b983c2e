;; Is refused memory, gives up on something else, and hopes that it is taken for a lack of memory: an access
;; beyond the end is one.
;; world: attack
;; expect: failed/trap
;; message: out of bounds memory access
    (func $attack
      (drop (memory.grow (i32.const 2000)))
      (drop (i32.load (i32.const -4))))
