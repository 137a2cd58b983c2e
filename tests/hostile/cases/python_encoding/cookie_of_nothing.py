# Declares an encoding that does not exist, on which a reader of files would fail.
# -*- coding: no-such-encoding -*-
# expect: scored
# score: 0
def f(n):
    return 0
