;; Answers with a list of texts at an odd address.
;; world: shapes
;; task: shapes
;; expect: failed/trap
;; message: align
  (func $attack
    (i32.store (i32.const 1060) (i32.const 4097))
    (i32.store (i32.const 1064) (i32.const 1)))
