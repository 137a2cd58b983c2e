;; The twin of own_handles_at_the_limit: one handle more.
;; world: candidate
;; budget: handles=2
;; excess: handles 3 2
;; expect: failed/handle-limit
  (type $thing (resource (rep i32)))
  (core func $new (canon resource.new $thing))
  (core func $drop (canon resource.drop $thing))
  (core module $main
    (import "thing" "new" (func $new (param i32) (result i32)))
    (import "thing" "drop" (func $drop (param i32)))
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (drop (call $new (i32.const 1)))
      (drop (call $new (i32.const 1)))
      (drop (call $new (i32.const 1)))
      i32.const 0))
  (core instance $main (instantiate $main (with "thing" (instance
    (export "new" (func $new)) (export "drop" (func $drop))))))
