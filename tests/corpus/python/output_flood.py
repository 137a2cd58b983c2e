# Printing without end ends at the output limit.
# budget: output=10000
# expect: failed/output-limit
def f():
    while True:
        print('x' * 1000)
