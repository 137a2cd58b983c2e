;; Answers with a list of lists of lists that are all empty, and all the same.
;; world: shapes
;; task: shapes
;; expect: failed/result-limit
  (func $attack
    (local $at i32)
    (loop $again
      (i32.store offset=8192 (local.get $at) (i32.const 8192))
      (i32.store offset=8196 (local.get $at) (i32.const 6000))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $again (i32.lt_u (local.get $at) (i32.const 48000))))
    (i32.store (i32.const 1068) (i32.const 8192))
    (i32.store (i32.const 1072) (i32.const 6000)))
