;; Answers with a number beyond the last character.
;; world: shapes
;; task: shapes
;; expect: failed/trap
  (func $attack
    (i32.store (i32.const 1032) (i32.const 0x110000)))
