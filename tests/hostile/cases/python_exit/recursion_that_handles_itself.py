# Each call handles the end of the recursion by recursing again: exponential in the depth of the stack.
# expect: failed/out-of-fuel
def f(n):
    try:
        return f(n)
    except RecursionError:
        return f(n)
