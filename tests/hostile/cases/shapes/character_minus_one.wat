;; Answers with 2^32 - 1 for a character.
;; world: shapes
;; task: shapes
;; expect: failed/trap
  (func $attack
    (i32.store (i32.const 1032) (i32.const -1)))
