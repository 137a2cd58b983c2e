# Declares an encoding in which the comment below is a line of code; the text is UTF-8, whatever it says.
# -*- coding: unicode_escape -*-
# expect: scored
# score: 0
def f(n):
    # \u000a    return n * n
    return 0
