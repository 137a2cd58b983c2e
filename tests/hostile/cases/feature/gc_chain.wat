;; Has a chain of 60 types, each a subtype of the one before.
;; world: candidate
;; expect: rejected/feature
  (core module (type $t0 (sub (struct))) (type $t1 (sub $t0 (struct))) (type $t2 (sub $t1 (struct))) (type $t3 (sub $t2 (struct))) (type $t4 (sub $t3 (struct))) (type $t5 (sub $t4 (struct))) (type $t6 (sub $t5 (struct))) (type $t7 (sub $t6 (struct))) (type $t8 (sub $t7 (struct))) (type $t9 (sub $t8 (struct))) (type $t10 (sub $t9 (struct))) (type $t11 (sub $t10 (struct))) (type $t12 (sub $t11 (struct))) (type $t13 (sub $t12 (struct))) (type $t14 (sub $t13 (struct))) (type $t15 (sub $t14 (struct))) (type $t16 (sub $t15 (struct))) (type $t17 (sub $t16 (struct))) (type $t18 (sub $t17 (struct))) (type $t19 (sub $t18 (struct))) (type $t20 (sub $t19 (struct))) (type $t21 (sub $t20 (struct))) (type $t22 (sub $t21 (struct))) (type $t23 (sub $t22 (struct))) (type $t24 (sub $t23 (struct))) (type $t25 (sub $t24 (struct))) (type $t26 (sub $t25 (struct))) (type $t27 (sub $t26 (struct))) (type $t28 (sub $t27 (struct))) (type $t29 (sub $t28 (struct))) (type $t30 (sub $t29 (struct))) (type $t31 (sub $t30 (struct))) (type $t32 (sub $t31 (struct))) (type $t33 (sub $t32 (struct))) (type $t34 (sub $t33 (struct))) (type $t35 (sub $t34 (struct))) (type $t36 (sub $t35 (struct))) (type $t37 (sub $t36 (struct))) (type $t38 (sub $t37 (struct))) (type $t39 (sub $t38 (struct))) (type $t40 (sub $t39 (struct))) (type $t41 (sub $t40 (struct))) (type $t42 (sub $t41 (struct))) (type $t43 (sub $t42 (struct))) (type $t44 (sub $t43 (struct))) (type $t45 (sub $t44 (struct))) (type $t46 (sub $t45 (struct))) (type $t47 (sub $t46 (struct))) (type $t48 (sub $t47 (struct))) (type $t49 (sub $t48 (struct))) (type $t50 (sub $t49 (struct))) (type $t51 (sub $t50 (struct))) (type $t52 (sub $t51 (struct))) (type $t53 (sub $t52 (struct))) (type $t54 (sub $t53 (struct))) (type $t55 (sub $t54 (struct))) (type $t56 (sub $t55 (struct))) (type $t57 (sub $t56 (struct))) (type $t58 (sub $t57 (struct))) (type $t59 (sub $t58 (struct))))
  (core module $main
    (memory (export "memory") 1)
    ;; ok(address 32, 1 byte)
    (data (i32.const 0) "\00\00\00\00" "\20\00\00\00" "\01\00\00\00")
    (data (i32.const 32) "0")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
