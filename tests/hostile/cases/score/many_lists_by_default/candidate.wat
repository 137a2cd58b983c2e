;; Answers with as many empty lists as fit into the largest answer, so that whoever reads them runs out of
;; memory and takes the blame.
;; world: candidate
;; expect: scored
;; score: 0
  (core module $main
    (memory (export "memory") 260)
    ;; ok(address 65536, 16777203 bytes): `[`, the pattern again and again, `9]`
    (data (i32.const 0) "\00\00\00\00" "\00\00\01\00" "\f3\ff\ff\00")
    (data (i32.const 65536) "[[],")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (local $made i32)
      (local $more i32)
      (local.set $made (i32.const 3))
      (loop $again
        (local.set $more (i32.sub (i32.const 16777200) (local.get $made)))
        (if (i32.gt_u (local.get $more) (local.get $made)) (then (local.set $more (local.get $made))))
        (memory.copy
          (i32.add (i32.const 65537) (local.get $made)) (i32.const 65537) (local.get $more))
        (local.set $made (i32.add (local.get $made) (local.get $more)))
        (br_if $again (i32.lt_u (local.get $made) (i32.const 16777200))))
      (i32.store16 (i32.const 16842737) (i32.const 0x5d39))
      i32.const 0))
  (core instance $main (instantiate $main))
