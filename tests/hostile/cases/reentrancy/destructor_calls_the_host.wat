;; Has a resource whose destructor calls the host, while the host is about to drop it.
;; world: candidate
;; uses: clock
;; expect: failed/hostcall-limit
  (core module $dtor
    (import "clock" "now" (func $now (result i64)))
    (func (export "dtor") (param i32) (drop (call $now))))
  (core instance $dtor (instantiate $dtor (with "clock" (instance (export "now" (func $now))))))
  (type $r (resource (rep i32) (dtor (core func $dtor "dtor"))))
  (core func $new (canon resource.new $r))
  (core func $drop (canon resource.drop $r))
  (core module $main
    (import "r" "new" (func $new (param i32) (result i32)))
    (import "r" "drop" (func $drop (param i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (loop $again (call $drop (call $new (i32.const 1))) (br $again))
      unreachable))
  (core instance $main (instantiate $main (with "r" (instance
    (export "new" (func $new)) (export "drop" (func $drop))))))
