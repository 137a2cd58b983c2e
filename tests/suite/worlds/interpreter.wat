;; A stand-in for the interpreter that ships with Lazaret: it has the exports that the host insists on
;; and refuses every text, so that nothing in these tests needs Python or the network.
(component
  (import "lazaret:candidate/types@0.1.0" (instance $types
    (type $value_ string)
    (export "value" (type $value (eq $value_)))
    (type $position_ (record (field "line" u32) (field "column" u32)))
    (export "position" (type $position (eq $position_)))
    (type $frame_ (record (field "function" string) (field "line" u32)))
    (export "frame" (type $frame (eq $frame_)))
    (type $diagnostic_ (record
      (field "kind" string) (field "message" string) (field "at" $position)))
    (export "diagnostic" (type $diagnostic (eq $diagnostic_)))
    (type $raised_ (record
      (field "kind" string) (field "message" string) (field "traceback" (list $frame))))
    (export "raised" (type $raised (eq $raised_)))
    (type $missing_ (record (field "function" string) (field "available" (list string))))
    (export "missing" (type $missing (eq $missing_)))
    (type $failure_ (variant
      (case "source-error" $diagnostic)
      (case "exception" $raised)
      (case "out-of-memory" $raised)
      (case "no-such-function" $missing)
      (case "bad-arguments" string)
      (case "invalid-output" string)
      (case "exit" s32)))
    (export "failure" (type (eq $failure_)))
    ;; Not the contract's place for it, but a function may only be exported with types that have a name,
    ;; and an import is the shortest way to give it one.
    (type $role_ (enum "candidate" "main" "evaluator"))
    (export "role" (type (eq $role_)))))
  (alias export $types "role" (type $role))
  (alias export $types "failure" (type $failure))
  (alias export $types "raised" (type $raised_alias))
  (import "lazaret:evaluator/types@0.1.0" (instance $scoring
    (alias outer 1 $raised_alias (type $raised))
    (type $goal_ (enum "minimize" "maximize"))
    (export "goal" (type $goal (eq $goal_)))
    (type $metric_ (record
      (field "name" string) (field "goal" $goal) (field "unit" string)
      (field "minimum" (option f64)) (field "maximum" (option f64))))
    (export "metric" (type $metric (eq $metric_)))
    (type $description_ (record
      (field "metrics" (list $metric)) (field "splits" (list string))))
    (export "description" (type (eq $description_)))
    (type $case_ (record (field "id" string) (field "stage" u32) (field "data" string)))
    (export "trial-case" (type (eq $case_)))
    (type $measurement_ (record (field "name" string) (field "value" f64)))
    (export "measurement" (type $measurement (eq $measurement_)))
    (type $report_ (record (field "measurements" (list $measurement))))
    (export "report" (type (eq $report_)))
    (type $problem_ (variant
      (case "candidate-failed")
      (case "invalid-output" string)
      (case "exception" $raised)
      (case "invalid" string)))
    (export "problem" (type (eq $problem_)))))
  (alias export $scoring "description" (type $description))
  (alias export $scoring "trial-case" (type $trial_case))
  (alias export $scoring "measurement" (type $measurement))
  (alias export $scoring "report" (type $report))
  (alias export $scoring "problem" (type $problem))

  (core module $main
    (memory (export "memory") 1)
    ;; err(source-error { kind, message, line 1, column 1 })
    (data (i32.const 0)
      "\01\00\00\00" "\00\00\00\00" "\40\00\00\00\07\00\00\00" "\47\00\00\00\11\00\00\00"
      "\01\00\00\00" "\01\00\00\00")
    (data (i32.const 64) "StandIn" "no Python in here")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "load") (param i32 i32 i32 i32 i32) (result i32) i32.const 0)
    (func (export "run") (result i32) unreachable)
    (func (export "call") (param i32 i32 i32 i32) (result i32) unreachable)
    (func (export "describe") (result i32) unreachable)
    (func (export "cases") (param i32 i32) (result i32) unreachable)
    (func (export "evaluate") (param i32 i32 i32 i32 i32) (result i32) unreachable)
    (func (export "summarize") (param i32 i32) (result i32) unreachable))
  (core instance $main (instantiate $main))

  (func $load
    (param "source" string) (param "file" string) (param "role" $role)
    (result (result (error $failure)))
    (canon lift (core func $main "load") (memory (core memory $main "memory")) (realloc (core func $main "realloc"))))
  (func $run (result (result (error $failure)))
    (canon lift (core func $main "run") (memory (core memory $main "memory")) (realloc (core func $main "realloc"))))
  (instance $script (export "load" (func $load)) (export "run" (func $run)))
  (export "lazaret:candidate/script@0.1.0" (instance $script))

  (func $call
    (param "function" string) (param "arguments" string)
    (result (result string (error $failure)))
    (canon lift (core func $main "call") (memory (core memory $main "memory")) (realloc (core func $main "realloc"))))
  (instance $program (export "call" (func $call)))
  (export "lazaret:candidate/program@0.1.0" (instance $program))

  (func $describe (result (result $description (error $problem)))
    (canon lift (core func $main "describe") (memory (core memory $main "memory")) (realloc (core func $main "realloc"))))
  (func $cases (param "split" string) (result (result (list $trial_case) (error $problem)))
    (canon lift (core func $main "cases") (memory (core memory $main "memory")) (realloc (core func $main "realloc"))))
  (func $evaluate (param "input" $trial_case) (result (result $report (error $problem)))
    (canon lift (core func $main "evaluate") (memory (core memory $main "memory")) (realloc (core func $main "realloc"))))
  (func $summarize
    (param "reports" (list $report)) (result (result (list $measurement) (error $problem)))
    (canon lift (core func $main "summarize") (memory (core memory $main "memory")) (realloc (core func $main "realloc"))))
  (instance $evaluator
    (export "describe" (func $describe))
    (export "cases" (func $cases))
    (export "evaluate" (func $evaluate))
    (export "summarize" (func $summarize)))
  (export "lazaret:evaluator/evaluator@0.1.0" (instance $evaluator)))
