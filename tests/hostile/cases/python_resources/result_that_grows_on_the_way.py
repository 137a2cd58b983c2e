# A result that is small for its maker and grows sixfold when it is written down as text.
# expect: failed/result-limit
def f(n):
    return "\x00" * 20_000
