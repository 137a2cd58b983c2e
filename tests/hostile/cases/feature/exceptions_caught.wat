;; Throws and catches for ever.
;; world: attack
;; expect: rejected/feature
    (tag $e)
    (func $attack (loop $again (block $caught (try_table (catch $e $caught) (throw $e))) (br $again)))
