;; Answers with all of its 60 MiB as a list of bytes, of which the host makes a value each.
;; world: shapes
;; task: shapes
;; expect: failed/result-limit
  (func $attack
    (drop (memory.grow (i32.const 959)))
    (i32.store (i32.const 1076) (i32.const 0))
    (i32.store (i32.const 1080) (i32.const 62000000)))
