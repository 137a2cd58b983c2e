;; Makes objects that the host has to collect.
;; world: attack
;; expect: rejected/feature
    (type $s (struct (field i64)))
    (func $attack (loop $again (drop (struct.new $s (i64.const 1))) (br $again)))
