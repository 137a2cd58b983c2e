;; Answers with neither something nor nothing.
;; world: shapes
;; task: shapes
;; expect: failed/trap
  (func $attack
    (i32.store8 (i32.const 1084) (i32.const 2)))
