;; Is a core module and no component, with exports that nobody asks for.
;; expect: rejected/type
;; message: does not fit its world
(module (memory (export "memory") 1) (func (export "call") (result i32) i32.const 0))
