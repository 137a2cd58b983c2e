;; Answers with 2^32 - 1 bytes.
;; world: shapes
;; task: shapes
;; expect: failed/trap
  (func $attack
    (i32.store (i32.const 1076) (i32.const 0))
    (i32.store (i32.const 1080) (i32.const -1)))
