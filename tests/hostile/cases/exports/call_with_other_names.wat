;; Exports a function whose parameters have other names and are the other way round.
;; expect: rejected/type
(component
  (core module $m (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "f") (param i32 i32 i32 i32) (result i32) i32.const 0))
  (core instance $m (instantiate $m))
  (func $f (param "arguments" string) (param "function" string) (result (result string (error string))) (canon lift (core func $m "f")
    (memory (core memory $m "memory")) (realloc (core func $m "realloc"))))
  (instance $i (export "call" (func $f)))
  (export "lazaret:candidate/program@0.1.0" (instance $i)))
