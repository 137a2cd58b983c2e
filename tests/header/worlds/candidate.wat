;; What a corpus file with `world: candidate` is put into, in the place of the line that says BODY: the
;; contract's types, and the export of `call`. The body makes a core instance `$main` with `memory`,
;; `realloc` and `call`; the latter gets function and arguments as two pairs of address and length, and
;; gives the address of a `result<string, failure>`.
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
    (export "failure" (type (eq $failure_)))))
  (alias export $types "value" (type $value))
  (alias export $types "failure" (type $failure))
  (type $call (func
    (param "function" string)
    (param "arguments" $value)
    (result (result $value (error $failure)))))
;; BODY
  (func $call (type $call) (canon lift
    (core func $main "call")
    (memory (core memory $main "memory"))
    (realloc (core func $main "realloc"))))
  (instance $program (export "call" (func $call)))
  (export "lazaret:candidate/program@0.1.0" (instance $program)))
