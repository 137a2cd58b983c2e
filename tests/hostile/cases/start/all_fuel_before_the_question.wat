;; Uses nearly all of its fuel to get ready, and hopes that there is none left for it to be stopped by:
;; starting has as much again.
;; world: candidate
;; expect: failed/out-of-fuel
;; message: case `0`
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func $s (local $count i32)
      (local.set $count (i32.const 15000000))
      (loop $again
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br_if $again (local.get $count))))
    (start $s)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (loop $again (br $again)) i32.const 0))
  (core instance $main (instantiate $main))
