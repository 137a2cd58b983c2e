;; Answers with a case of its variant whose text lies beyond its memory.
;; world: shapes
;; task: shapes
;; expect: failed/trap
  (func $attack
    (i32.store8 (i32.const 1040) (i32.const 2))
    (i32.store (i32.const 1048) (i32.const 65000))
    (i32.store (i32.const 1052) (i32.const 1000)))
