;; Lists of a fixed length.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (import "f" (func (param "l" (list u8 4)))))
