;; Fails with a message of characters of three bytes, so that the cut falls into the middle of one.
;; world: candidate
;; expect: failed/exception
;; message: Euro: €
  (core module $main
    (memory (export "memory") 1)
    (data (i32.const 0) "\01\00\00\00" "\01\00\00\00" "\00\02\00\00" "\04\00\00\00" "\00\04\00\00" "\70\17\00\00" "\00\00\00\00" "\00\00\00\00")
    (data (i32.const 512) "Euro")
    (func $euros (param $at i32) (param $end i32)
      (loop $next
        (i32.store16 (local.get $at) (i32.const 0x82e2))
        (i32.store8 offset=2 (local.get $at) (i32.const 0xac))
        (local.set $at (i32.add (local.get $at) (i32.const 3)))
        (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $euros (i32.const 1024) (i32.const 7024)) i32.const 0))
  (core instance $main (instantiate $main))
