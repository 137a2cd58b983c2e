;; Answers with the square of one number whatever it is asked.
;; world: shapes
;; task: shapes
;; expect: scored
;; score: 0.5
  (func $attack
    (i64.store (i32.const 1024) (i64.const 9)))
