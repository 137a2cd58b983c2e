;; An honest candidate: the square of the number in `[n]`, in decimal digits.
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address, length), both written by `call`
    (data (i32.const 0) "\00\00\00\00" "\00\00\00\00" "\00\00\00\00")
    (global $free (mut i32) (i32.const 1024))
    (func (export "realloc") (param i32 i32 i32) (param $size i32) (result i32)
      (local $address i32)
      (local.set $address (global.get $free))
      (global.set $free (i32.add (global.get $free) (local.get $size)))
      local.get $address)
    (func (export "call") (param i32 i32) (param $at i32) (param $length i32) (result i32)
      (local $number i64)
      (local $end i32)
      (local $digit i32)
      (local.set $end (i32.add (local.get $at) (local.get $length)))
      (loop $next
        (local.set $digit (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
        (if (i32.lt_u (local.get $digit) (i32.const 10)) (then
          (local.set $number (i64.add
            (i64.mul (local.get $number) (i64.const 10))
            (i64.extend_i32_u (local.get $digit))))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
      (local.set $number (i64.mul (local.get $number) (local.get $number)))
      ;; Digits from the last to the first, before 512.
      (local.set $at (i32.const 512))
      (loop $next
        (local.set $at (i32.sub (local.get $at) (i32.const 1)))
        (i32.store8 (local.get $at)
          (i32.add (i32.wrap_i64 (i64.rem_u (local.get $number) (i64.const 10))) (i32.const 48)))
        (local.set $number (i64.div_u (local.get $number) (i64.const 10)))
        (br_if $next (i64.ne (local.get $number) (i64.const 0))))
      (i32.store (i32.const 4) (local.get $at))
      (i32.store (i32.const 8) (i32.sub (i32.const 512) (local.get $at)))
      i32.const 0))
  (core instance $main (instantiate $main))
