;; Answers with a list of 2^29 texts.
;; world: shapes
;; task: shapes
;; expect: failed/trap
  (func $attack
    (i32.store (i32.const 1060) (i32.const 0))
    (i32.store (i32.const 1064) (i32.const 536870912)))
