;; Answers with a text that is none.
;; world: shapes
;; task: shapes
;; expect: failed/trap
;; message: utf-8
  (func $attack
    (i32.store8 (i32.const 2048) (i32.const 0xff))
    (i32.store (i32.const 4096) (i32.const 2048))
    (i32.store (i32.const 4100) (i32.const 1))
    (i32.store (i32.const 1060) (i32.const 4096))
    (i32.store (i32.const 1064) (i32.const 1)))
