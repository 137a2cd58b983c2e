;; Exports imported functions under names of its own. The engine refuses it and names one of them, another each time.
(component
  (import "wasi:cli/x" (instance $i (export "f" (func))))
  (alias export $i "f" (func $f))
  (instance $x
    (export "a" (func $f)) (export "b" (func $f)) (export "c" (func $f)) (export "d" (func $f)))
  (export "a:b/c" (instance $x)))
