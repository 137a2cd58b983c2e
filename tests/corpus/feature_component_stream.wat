;; Streams and futures.
;; expect: rejected/feature
;; message: a WebAssembly feature that is off
(component
  (type $s (stream u8))
  (core func (canon stream.new $s)))
