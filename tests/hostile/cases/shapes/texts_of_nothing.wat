;; Answers with seven million texts of nothing, each of which is larger for the host than for it.
;; world: shapes
;; task: shapes
;; expect: failed/result-limit
  (func $attack
    (drop (memory.grow (i32.const 900)))
    (i32.store (i32.const 1060) (i32.const 65536))
    (i32.store (i32.const 1064) (i32.const 7000000)))
