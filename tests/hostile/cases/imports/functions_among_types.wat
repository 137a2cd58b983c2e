;; Wants a function among the types that it is granted, and calls it.
;; expect: rejected/export
(component
  (import "lazaret:candidate/types@0.2.0" (instance $types (export "give-me-the-answers" (func (result u32)))))
  (core func $give (canon lower (func $types "give-me-the-answers")))
  (core module $m
    (import "t" "give" (func $give (result i32)))
    (func $s (drop (call $give)))
    (start $s))
  (core instance (instantiate $m (with "t" (instance (export "give" (func $give)))))))
