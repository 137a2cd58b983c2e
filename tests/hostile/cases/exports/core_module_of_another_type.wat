;; Is a core module whose function has another type.
;; expect: rejected/type
;; message: does not fit its world
(module (memory (export "memory") 1) (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 0) (func (export "lazaret:candidate/program@0.1.0#call") (param i64) (result f64) f64.const 1))
