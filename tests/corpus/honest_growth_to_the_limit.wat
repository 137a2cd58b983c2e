;; The twin of stop_growth: the last page that the budget allows is there.
;; world: candidate
;; fuel: 368
;; budget: memory=131072
;; expect: value true
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then unreachable))
      (i32.store (i32.const 131068) (i32.const 1))
      i32.const 0))
  (core instance $main (instantiate $main))
