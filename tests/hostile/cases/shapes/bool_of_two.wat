;; Answers with 2 for true or false: all but 0 is true.
;; world: shapes
;; task: shapes
;; expect: scored
;; score: 0
  (func $attack
    (i32.store8 (i32.const 1056) (i32.const 2)))
