;; Answers with 65,537 bytes, one more than one value may have.
;; world: shapes
;; task: shapes
;; expect: failed/result-limit
  (func $attack
    (drop (memory.grow (i32.const 2)))
    (i32.store (i32.const 1076) (i32.const 0))
    (i32.store (i32.const 1080) (i32.const 65537)))
