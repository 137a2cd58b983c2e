;; Exports functions that give a score, in its interface and besides it.
;; world: candidate
;; expect: scored
;; score: 0
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "score") (result f64) f64.const 1)
    (func (export "evaluate") (result f64) f64.const 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
  (func $score (result f64) (canon lift (core func $main "score")))
  (instance $scores (export "score" (func $score)) (export "evaluate" (func $score)) (export "summarize" (func $score)))
  (export "local:evil/scores" (instance $scores))
