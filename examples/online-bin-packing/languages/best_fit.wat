;; Best fit in WebAssembly's own text form: the bin that keeps the least room.
;;
;; A core module whose exports are named as the canonical ABI says; `lazaret` makes the component of it.
(module
  (memory (export "memory") 1)
  ;; Everything below 16 is left alone: the two words of the result are at 0.
  (global $free (mut i32) (i32.const 16))

  ;; The host asks for room for the list of bins. Nothing is given back one by one: after each call, all is
  ;; free again.
  (func $allocate (export "cabi_realloc")
    (param $old i32) (param $old_size i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and
      (i32.add (global.get $free) (i32.const 7))
      (i32.const -8)))
    (global.set $free (i32.add (local.get $at) (local.get $size)))
    (block $enough
      (loop $grow
        (br_if $enough (i32.le_u
          (global.get $free)
          (i32.shl (memory.size) (i32.const 16))))
        (br_if $grow (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
      (unreachable))
    (local.get $at))

  (func (export "task:online-bin-packing/heuristic#priority")
    (param $item f64) (param $bins i32) (param $count i32) (result i32)
    (local $answer i32) (local $end i32) (local $to i32)
    (local.set $answer
      (call $allocate (i32.const 0) (i32.const 0) (i32.const 8)
        (i32.shl (local.get $count) (i32.const 3))))
    (local.set $to (local.get $answer))
    (local.set $end
      (i32.add (local.get $bins) (i32.shl (local.get $count) (i32.const 3))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $bins) (local.get $end)))
        (f64.store (local.get $to)
          (f64.sub (local.get $item) (f64.load (local.get $bins))))
        (local.set $bins (i32.add (local.get $bins) (i32.const 8)))
        (local.set $to (i32.add (local.get $to) (i32.const 8)))
        (br $next)))
    (i32.store (i32.const 0) (local.get $answer))
    (i32.store (i32.const 4) (local.get $count))
    (i32.const 0))

  ;; Called when the host has read the result.
  (func (export "cabi_post_task:online-bin-packing/heuristic#priority") (param i32)
    (global.set $free (i32.const 16))))
