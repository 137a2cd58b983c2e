# A byte order mark in the middle of the program, where it looks like nothing at all.
# expect: rejected/source-error
# message: invalid non-printable character U+FEFF
def f(n):
    return n * n﻿
