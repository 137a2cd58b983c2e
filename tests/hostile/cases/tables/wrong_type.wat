;; Calls a function as if it had another type, to get at an address as a number.
;; world: attack
;; expect: failed/trap
;; message: indirect call type mismatch
    (table 1 funcref)
    (elem (i32.const 0) $address)
    (func $address (result funcref) (ref.func $address))
    (elem declare func $address)
    (func $attack
      (drop (call_indirect (result i64) (i32.const 0))))
