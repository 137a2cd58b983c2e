;; Takes references to what is not WebAssembly.
;; world: attack
;; expect: rejected/feature
    (table 1 externref)
    (func $attack
      (table.set (i32.const 0) (ref.null extern)))
