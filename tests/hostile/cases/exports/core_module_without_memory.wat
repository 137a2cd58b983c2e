;; Is a core module that has the function and no memory.
;; expect: rejected/type
;; message: does not fit its world
(module (func (export "lazaret:candidate/program@0.1.0#call") (param i32 i32 i32 i32) (result i32) i32.const 0))
