;; Copies a data segment into memory, again and again.
;; world: attack
;; expect: failed/out-of-fuel
;; excess: fuel 100000001 100000000
    (data $passive "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
    (func $attack
      (loop $again
        (memory.init $passive (i32.const 2048) (i32.const 0) (i32.const 64))
        (br $again)))
