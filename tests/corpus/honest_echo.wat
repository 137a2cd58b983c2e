;; The arguments come back as they went in. Needs an allocator that keeps the two texts apart.
;; world: candidate
;; call: f {"b":[1,1e100],"a":"grün"}
;; expect: value {"b":[1,1e100],"a":"grün"}
  (core module $main
    (memory (export "memory") 1)
    (global $next (mut i32) (i32.const 1024))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (global.get $next)
      (global.set $next (i32.add (global.get $next) (local.get 3))))
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (i32.store (i32.const 0) (i32.const 0))
      (i32.store (i32.const 4) (local.get 2))
      (i32.store (i32.const 8) (local.get 3))
      i32.const 0))
  (core instance $main (instantiate $main))
