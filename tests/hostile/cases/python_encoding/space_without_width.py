# A space without width inside of a name.
# expect: rejected/source-error
# message: invalid non-printable character U+200B
def f(n):
    return n ​* n
