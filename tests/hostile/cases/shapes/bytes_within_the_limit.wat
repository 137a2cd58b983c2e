;; Answers with 16,000 bytes, which are allowed.
;; world: shapes
;; task: shapes
;; expect: scored
;; score: 0
  (func $attack
    (i32.store (i32.const 1076) (i32.const 0))
    (i32.store (i32.const 1080) (i32.const 16000)))
