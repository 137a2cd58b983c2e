;; Gives its memory to another module, which grows it, and grows it itself: it is one memory and counts
;; once.
;; world: candidate
;; expect: scored
;; score: 0
  (core module $owner (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024))
  (core instance $owner (instantiate $owner))
  (core module $grower (import "o" "memory" (memory 1))
    (func $grow (drop (memory.grow (i32.const 511))))
    (start $grow))
  (core instance (instantiate $grower (with "o" (instance $owner))))
  (core instance (instantiate $grower (with "o" (instance $owner))))
  (core module $main
    (import "o" "memory" (memory 1))
    (import "o" "realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
    (export "memory" (memory 0))
    (export "realloc" (func $realloc))
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (if (i32.ne (memory.size) (i32.const 1023)) (then unreachable))
      i32.const 0))
  (core instance $main (instantiate $main (with "o" (instance $owner))))
