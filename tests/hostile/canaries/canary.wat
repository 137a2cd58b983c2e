;; Looks for the marks of other runs in every word of its memory, those included that it has asked for just now, in
;; its global and in its table, and then leaves its own there if it is asked `[1]`. It answers how many bytes of
;; theirs it has found.
  (core module $main
    (import "memory" "memory" (memory 1))
    (import "streams" "stdout" (func $stdout (result i32)))
    (import "streams" "write" (func $write (param i32 i32 i32 i32)))
    (export "memory" (memory 0))
    (table $table 64 funcref)
    (elem declare func $call)
    (global $kept (mut i64) (i64.const 0))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    ;; In bytes.
    (func $look (result i32)
      (local $at i32)
      (local $end i32)
      (local $found i32)
      (local.set $end (i32.mul (memory.size) (i32.const 65536)))
      (loop $next
        (if (i64.eq (i64.load (local.get $at)) (i64.const 0x217972616e616321)) (then
          (local.set $found (i32.add (local.get $found) (i32.const 8)))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
      (if (i64.ne (global.get $kept) (i64.const 0)) (then
        (local.set $found (i32.add (local.get $found) (i32.const 8)))))
      (local.set $at (i32.const 0))
      (loop $next
        (if (i32.eqz (ref.is_null (table.get $table (local.get $at)))) (then
          (local.set $found (i32.add (local.get $found) (i32.const 8)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $at) (table.size $table))))
      (local.get $found))
    (func $leave
      (local $at i32)
      (local $end i32)
      (local.set $end (i32.mul (memory.size) (i32.const 65536)))
      ;; Not over the answer, which lies below.
      (local.set $at (i32.const 4096))
      (loop $next
        (i64.store (local.get $at) (i64.const 0x217972616e616321))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
      (global.set $kept (i64.const 0x217972616e616321))
      (table.fill $table (i32.const 0) (ref.func $call) (i32.const 64))
      (drop (table.grow $table (ref.func $call) (i32.const 64)))
      (call $write (call $stdout) (i32.const 4096) (i32.const 1024) (i32.const 64)))
    (func $call (export "call") (param i32 i32) (param $at i32) (param $length i32) (result i32)
      (local $leaves i32)
      (local $number i32)
      (local.set $leaves (i32.eq (i32.load8_u offset=1 (local.get $at)) (i32.const 49)))
      ;; What is asked for now was perhaps another's.
      (drop (memory.grow (i32.const 15)))
      (local.set $number (call $look))
      (if (local.get $leaves) (then (call $leave)))
      ;; ok(address, length), in digits from the last to the first, before 512.
      (i32.store (i32.const 0) (i32.const 0))
      (local.set $at (i32.const 512))
      (loop $next
        (local.set $at (i32.sub (local.get $at) (i32.const 1)))
        (i32.store8 (local.get $at)
          (i32.add (i32.rem_u (local.get $number) (i32.const 10)) (i32.const 48)))
        (local.set $number (i32.div_u (local.get $number) (i32.const 10)))
        (br_if $next (local.get $number)))
      (i32.store (i32.const 4) (local.get $at))
      (i32.store (i32.const 8) (i32.sub (i32.const 512) (local.get $at)))
      i32.const 0))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory)) (with "streams" (instance $streams))))
