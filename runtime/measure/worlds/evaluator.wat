;; An evaluator that costs next to nothing: it asks the candidate so often, and looks whether each answer is the
;; right one. Names in braces are replaced before it is built.
(module
  {IMPORT}
  (memory (export "memory") 8)
  (global $free (mut i32) (i32.const 4096))
  (data (i32.const 256) "right")
  (data (i32.const 272) "all")
  (data (i32.const 288) "warm")
  (data (i32.const 304) "[]")
  (data (i32.const 320) "main")
  (data (i32.const 512) "{EXPECTED}")

  (func $allocate (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
    (global.set $free (i32.add (local.get $at) (local.get 3)))
    (block $enough
      (loop $grow
        (br_if $enough (i32.le_u (global.get $free) (i32.shl (memory.size) (i32.const 16))))
        (br_if $grow (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
      (unreachable))
    (local.get $at))

  ;; One metric, 1 if all answers were right; one split.
  (func (export "lazaret:evaluator/evaluator@0.1.0#describe") (result i32)
    (i32.store (i32.const 1024) (i32.const 256))
    (i32.store (i32.const 1028) (i32.const 5))
    (i32.store8 (i32.const 1032) (i32.const 1))
    (i32.store (i32.const 1100) (i32.const 272))
    (i32.store (i32.const 1104) (i32.const 3))
    (i32.store (i32.const 4) (i32.const 1024))
    (i32.store (i32.const 8) (i32.const 1))
    (i32.store (i32.const 12) (i32.const 1100))
    (i32.store (i32.const 16) (i32.const 1))
    (i32.const 0))

  ;; The first is for whatever happens only once; the others are numbered.
  (func (export "lazaret:evaluator/evaluator@0.1.0#cases") (param i32 i32) (result i32)
    (local $list i32) (local $case i32) (local $index i32) (local $digits i32) (local $number i32)
    (local $place i32)
    (local.set $list (call $allocate (i32.const 0) (i32.const 0) (i32.const 4)
      (i32.const {CASES_BYTES})))
    (local.set $case (local.get $list))
    (loop $next
      (if (i32.eqz (local.get $index))
        (then
          (i32.store (local.get $case) (i32.const 288))
          (i32.store offset=4 (local.get $case) (i32.const 4)))
        (else
          (local.set $digits
            (call $allocate (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 6)))
          (local.set $number (local.get $index))
          (local.set $place (i32.const 6))
          (loop $digit
            (local.set $place (i32.sub (local.get $place) (i32.const 1)))
            (i32.store8 (i32.add (local.get $digits) (local.get $place))
              (i32.add (i32.const 48) (i32.rem_u (local.get $number) (i32.const 10))))
            (local.set $number (i32.div_u (local.get $number) (i32.const 10)))
            (br_if $digit (local.get $place)))
          (i32.store (local.get $case) (local.get $digits))
          (i32.store offset=4 (local.get $case) (i32.const 6))))
      (i32.store offset=12 (local.get $case) (i32.const 304))
      (i32.store offset=16 (local.get $case) (i32.const 2))
      (local.set $case (i32.add (local.get $case) (i32.const 20)))
      (local.set $index (i32.add (local.get $index) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $index) (i32.const {CASES}))))
    (i32.store (i32.const 4) (local.get $list))
    (i32.store (i32.const 8) (i32.const {CASES}))
    (i32.const 0))

  (func $is_expected (param $text i32) (param $length i32) (result i32)
    (local $index i32)
    (if (i32.ne (local.get $length) (i32.const {EXPECTED_BYTES}))
      (then (return (i32.const 0))))
    (loop $next
      (if (i32.ne
            (i32.load8_u (i32.add (local.get $text) (local.get $index)))
            (i32.load8_u offset=512 (local.get $index)))
        (then (return (i32.const 0))))
      (local.set $index (i32.add (local.get $index) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $index) (local.get $length))))
    (i32.const 1))

  (func (export "lazaret:evaluator/evaluator@0.1.0#evaluate")
    (param $id i32) (param $id_length i32) (param i32 i32 i32) (result i32)
    (local $calls i32) (local $right f64) (local $mark i32)
    (local.set $mark (global.get $free))
    (local.set $right (f64.const 1))
    ;; The first case has a name of four letters.
    (if (i32.eq (local.get $id_length) (i32.const 4))
      (then
        {WARM})
      (else
        (loop $next
          {ASK}
          (global.set $free (local.get $mark))
          (local.set $calls (i32.add (local.get $calls) (i32.const 1)))
          (br_if $next (i32.lt_u (local.get $calls) (i32.const {CALLS}))))))
    (call $measured (local.get $right)))

  (func $candidate_failed (result i32)
    (i32.store8 (i32.const 0) (i32.const 1))
    (i32.store8 (i32.const 4) (i32.const 0))
    (i32.const 0))

  (func $measured (param $right f64) (result i32)
    (i32.store8 (i32.const 0) (i32.const 0))
    (i32.store (i32.const 1200) (i32.const 256))
    (i32.store (i32.const 1204) (i32.const 5))
    (f64.store (i32.const 1208) (local.get $right))
    (i32.store (i32.const 4) (i32.const 1200))
    (i32.store (i32.const 8) (i32.const 1))
    (i32.const 0))

  ;; The least of all cases.
  (func (export "lazaret:evaluator/evaluator@0.1.0#summarize")
    (param $report i32) (param $count i32) (result i32)
    (local $least f64)
    (local.set $least (f64.const 1))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $least (f64.min (local.get $least)
          (f64.load offset=8 (i32.load (local.get $report)))))
        (local.set $report (i32.add (local.get $report) (i32.const 8)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))
    (call $measured (local.get $least))))
