;; A tiny typed candidate: it gives back what it gets.
(module
  (memory (export "memory") 1)
  (func (export "task:measure/calls#scalar") (param f64) (result f64) (local.get 0)))
