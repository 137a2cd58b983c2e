;; Stacks that a program switches by itself.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (core module (type $f (func)) (type $c (cont $f)) (func (param (ref $f)) (drop (cont.new $c (local.get 0))))))
