;; The twin of too_many_instances: some instances inside of some.
;; world: candidate
;; expect: value true
  (component $many
    (core module $m (memory 0))
    (core instance (instantiate $m))
    (core instance (instantiate $m))
    (core instance (instantiate $m))
    (core instance (instantiate $m))
    (core instance (instantiate $m))
  )
  (instance (instantiate $many))
  (instance (instantiate $many))
  (instance (instantiate $many))
  (instance (instantiate $many))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 4 bytes)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\04\00\00\00")
    (data (i32.const 32) "true")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
