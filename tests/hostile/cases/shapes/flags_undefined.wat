;; Answers with flags that nobody has defined: they mean nothing.
;; world: shapes
;; task: shapes
;; expect: scored
;; score: 0
  (func $attack
    (i32.store8 (i32.const 1037) (i32.const 0xff)))
