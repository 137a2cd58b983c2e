;; What a case with `world: attack` is put into, in the place of the line that says BODY: one core module, which
;; calls the function `$attack` of the case and then answers 0, whatever it was asked. What the host hands in
;; lies at 1024.
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
;; BODY
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (call $attack)
      i32.const 0))
  (core instance $main (instantiate $main))
