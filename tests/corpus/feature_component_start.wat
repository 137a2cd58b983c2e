;; Start functions of components, with values. (Start functions of modules are fine.)
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (import "f" (func $f))
  (start $f))
