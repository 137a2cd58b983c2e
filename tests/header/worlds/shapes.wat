;; What a case with `world: shapes` is put into, in the place of the line that says BODY: a core module that
;; answers the typed question of `tests/hostile/task-shapes`. Its answer lies at 1024 and is all zeroes unless
;; the function `$attack` of the case writes into it:
;;
;;   1024 square s64                 1060 texts: address, 1064 length
;;   1032 letter char                1068 layers: address, 1072 length
;;   1036 kind: one of 3 (u8)        1076 bytes: address, 1080 length
;;   1037 mode: 3 flags (u8)         1084 note: case, 1088 address, 1092 length
;;   1040 way: case, 1048 payload    1096 outcome: case, 1100 payload
;;   1056 sure bool                  1112 the end
(module
  (memory (export "memory") 1)
;; BODY
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 4096)
  (func (export "task:hostile-shapes/shapes#f") (param i64) (result i32)
    (call $attack)
    i32.const 1024))
