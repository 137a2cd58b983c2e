;; A program linked of three modules that share a memory and a table, as shared libraries do: the last calls
;; the second through a table, whose place in it a global of the first tells.
;; world: candidate
;; uses: clock
;; expect: value true
  (core module $base
    (memory (export "memory") 1)
    (table (export "table") 4 funcref)
    (global (export "place") i32 (i32.const 1))
    (global (export "counter") (mut i32) (i32.const 5))
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024))
  (core instance $base (instantiate $base))
  (alias core export $base "table" (core table $table))
  (alias core export $base "place" (core global $place))
  (core module $library
    (import "env" "memory" (memory 1))
    (import "env" "table" (table 1 funcref))
    (import "env" "place" (global $place i32))
    (import "env" "counter" (global $counter (mut i32)))
    (import "clock" "now" (func $now (result i64)))
    (global $next i32 (i32.add (global.get $place) (i32.const 1)))
    (elem (offset (global.get $place)) func $one $two)
    (func $one (result i32)
      (global.set $counter (i32.add (global.get $counter) (i32.const 1)))
      (i64.lt_u (call $now) (i64.const 1)))
    (func $two (result i32) (global.set $counter (i32.const 0)) i32.const 1)
    (func (export "where") (result i32) global.get $next))
  (core instance $library (instantiate $library
    (with "env" (instance $base))
    (with "clock" (instance (export "now" (func $now))))))
  (core module $main
    (import "base" "table" (table 1 funcref))
    (import "base" "place" (global $place i32))
    (import "rest" "memory" (memory 1))
    (import "rest" "realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
    (import "rest" "counter" (global $counter (mut i32)))
    (import "library" "where" (func $where (result i32)))
    (type $function (func (result i32)))
    (export "memory" (memory 0))
    (export "realloc" (func $realloc))
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      ;; The function at the place gives 0 and counts; the one after it gives 1 and counts anew.
      (if (call_indirect (type $function) (global.get $place)) (then unreachable))
      (if (i32.ne (global.get $counter) (i32.const 6)) (then unreachable))
      (if (i32.eqz (call_indirect (type $function) (call $where))) (then unreachable))
      global.get $counter))
  (core instance $main (instantiate $main
    (with "base" (instance (export "table" (table $table)) (export "place" (global $place))))
    (with "rest" (instance $base))
    (with "library" (instance $library))))
