;; Answers with the last character that there is, which nobody has ever seen.
;; world: shapes
;; task: shapes
;; expect: scored
;; score: 0
  (func $attack
    (i32.store (i32.const 1032) (i32.const 0x10ffff)))
