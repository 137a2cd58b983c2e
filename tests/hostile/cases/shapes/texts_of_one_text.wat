;; Answers with 3,000 texts that are all the same 20,000 bytes.
;; world: shapes
;; task: shapes
;; expect: failed/result-limit
  (func $attack
    (local $at i32)
    (local.set $at (i32.const 8192))
    (loop $again
      (i32.store (local.get $at) (i32.const 40000))
      (i32.store offset=4 (local.get $at) (i32.const 20000))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $again (i32.lt_u (local.get $at) (i32.const 32192))))
    (i32.store (i32.const 1060) (i32.const 8192))
    (i32.store (i32.const 1064) (i32.const 3000)))
