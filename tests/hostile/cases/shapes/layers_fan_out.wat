;; Answers with lists of lists of bytes: 200 times the same list of 200 times the same 60,000 bytes, 2 GB
;; that are nowhere.
;; world: shapes
;; task: shapes
;; expect: failed/result-limit
  (func $attack
    (local $at i32)
    (loop $again
      (i32.store offset=8192 (local.get $at) (i32.const 16384))
      (i32.store offset=8196 (local.get $at) (i32.const 200))
      (i32.store offset=16384 (local.get $at) (i32.const 0))
      (i32.store offset=16388 (local.get $at) (i32.const 60000))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $again (i32.lt_u (local.get $at) (i32.const 1600))))
    (i32.store (i32.const 1068) (i32.const 8192))
    (i32.store (i32.const 1072) (i32.const 200)))
