;; Answers with a list whose items are the list itself.
;; world: shapes
;; task: shapes
;; expect: scored
;; score: 0
  (func $attack
    (i32.store (i32.const 8192) (i32.const 8192))
    (i32.store (i32.const 8196) (i32.const 1))
    (i32.store (i32.const 1068) (i32.const 8192))
    (i32.store (i32.const 1072) (i32.const 1)))
