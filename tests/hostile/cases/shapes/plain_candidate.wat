;; Answers by name with plain data where the task asks by its interface.
;; task: shapes
;; expect: rejected/export
(component (component $c) (instance $i (instantiate $c)) (export "lazaret:candidate/program@0.1.0" (instance $i)))
