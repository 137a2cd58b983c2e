;; Answers with a surrogate for a character.
;; world: shapes
;; task: shapes
;; expect: failed/trap
  (func $attack
    (i32.store (i32.const 1032) (i32.const 0xdfff)))
