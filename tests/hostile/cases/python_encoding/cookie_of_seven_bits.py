# Declares UTF-7, in which harmless letters hide a line of code.
# -*- coding: utf-7 -*-
# expect: scored
# score: 0
def f(n):
    # +AAo-    return n * n
    return 0
