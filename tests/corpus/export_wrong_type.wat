;; The right function with another type. Linking looks at names only, so the
;; host compares types by itself.
;; expect: rejected/type
;; message: the export `lazaret:candidate/program@0.1.0` does not fit the contract
(component
  (core module $main (func (export "call") (result i32) i32.const 0))
  (core instance $main (instantiate $main))
  (func $call (result u32) (canon lift (core func $main "call")))
  (instance $program (export "call" (func $call)))
  (export "lazaret:candidate/program@0.1.0" (instance $program)))
