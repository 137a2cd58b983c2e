;; Writes from a segment that it has dropped.
;; world: attack
;; expect: failed/trap
;; message: out of bounds table access
    (table 1 funcref)
    (elem $passive func $nothing)
    (func $nothing)
    (func $attack
      (elem.drop $passive)
      (table.init $passive (i32.const 0) (i32.const 0) (i32.const 1)))
