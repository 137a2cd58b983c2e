;; Drops its data and its functions, which the next instance needs again.
;; world: attack
;; expect: scored
;; score: 0
    (table 1 funcref)
    (data $text "here")
    (elem $functions func $nothing)
    (func $nothing)
    (func $attack
      (memory.init $text (i32.const 4096) (i32.const 0) (i32.const 4))
      (table.init $functions (i32.const 0) (i32.const 0) (i32.const 1))
      (data.drop $text)
      (elem.drop $functions))
