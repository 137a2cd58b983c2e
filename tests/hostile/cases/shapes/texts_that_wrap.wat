;; Answers with a list whose size in bytes wraps around to nothing.
;; world: shapes
;; task: shapes
;; expect: failed/trap
  (func $attack
    (i32.store (i32.const 1060) (i32.const 4096))
    (i32.store (i32.const 1064) (i32.const 536870912)))
