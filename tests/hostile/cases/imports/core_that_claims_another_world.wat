;; Is a core module with a section that claims that it belongs to a world of its own, with other imports.
;; expect: scored
;; score: 0
(module
  (@custom "component-type:evil" "\00asm\0d\00\01\00\00\19\16wit-component-encoding\04\00")
  (memory (export "memory") 1)
  (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
  (data (i32.const 32) "0")
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
  (func (export "lazaret:candidate/program@0.1.0#call") (param i32 i32 i32 i32) (result i32) i32.const 0))
