;; Exports a function that gives a text without a way to fail.
;; expect: rejected/type
(component
  (core module $m (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "f") (param i32 i32 i32 i32) (result i32) i32.const 0))
  (core instance $m (instantiate $m))
  (func $f (param "function" string) (param "arguments" string) (result string) (canon lift (core func $m "f")
    (memory (core memory $m "memory")) (realloc (core func $m "realloc"))))
  (instance $i (export "call" (func $f)))
  (export "lazaret:candidate/program@0.1.0" (instance $i)))
