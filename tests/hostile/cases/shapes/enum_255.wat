;; Answers with the last case that a byte can say.
;; world: shapes
;; task: shapes
;; expect: failed/trap
  (func $attack
    (i32.store8 (i32.const 1036) (i32.const 255)))
