# The evaluator overflows its stack in C code.
# expect: fault/evaluator-trap
# message: overflowed the WebAssembly stack
def f(n):
    return n * n
