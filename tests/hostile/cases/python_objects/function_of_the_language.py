# The function is one of the language itself, which nobody wrote and no source shows.
# expect: scored
# score: 0
f = (10**9).__rfloordiv__
