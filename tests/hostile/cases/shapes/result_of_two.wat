;; Answers that it has neither gone well nor failed.
;; world: shapes
;; task: shapes
;; expect: failed/trap
  (func $attack
    (i32.store8 (i32.const 1096) (i32.const 2)))
