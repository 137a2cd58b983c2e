# Whole numbers have at most 4,300 digits, as Python itself has it.
# message: more than 4,300 digits
# expect: failed/invalid-output
def f():
    return 10**4300
