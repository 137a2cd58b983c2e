;; Answers with a case that its enumeration does not have.
;; world: shapes
;; task: shapes
;; expect: failed/trap
  (func $attack
    (i32.store8 (i32.const 1036) (i32.const 3)))
