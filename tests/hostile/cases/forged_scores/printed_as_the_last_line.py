# Prints the right answer as its last line, and answers wrongly.
# expect: scored
# score: 0
def f(n):
    print(n * n, flush=True)
    return -1
