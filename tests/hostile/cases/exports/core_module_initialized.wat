;; Is a core module whose initialization never ends.
;; expect: failed/out-of-fuel
(module
  (memory (export "memory") 1)
  (func (export "_initialize") (loop $again (br $again)))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
  (func (export "lazaret:candidate/program@0.1.0#call") (param i32 i32 i32 i32) (result i32) i32.const 0))
