;; Is honest, if wrong, in the first case and never answers in the second: a verdict on the first does not
;; stand.
;; world: attack
;; expect: failed/out-of-fuel
;; message: case `1`
    (func $attack
      ;; The text `[1234]` has a digit where `[3]` ends.
      (if (i32.ne (i32.load8_u (i32.const 1026)) (i32.const 93)) (then
        (loop $again (br $again)))))
