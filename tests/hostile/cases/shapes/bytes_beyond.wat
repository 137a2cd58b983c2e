;; Answers with bytes of which the last lies beyond its memory.
;; world: shapes
;; task: shapes
;; expect: failed/trap
  (func $attack
    (i32.store (i32.const 1076) (i32.const 65000))
    (i32.store (i32.const 1080) (i32.const 537)))
