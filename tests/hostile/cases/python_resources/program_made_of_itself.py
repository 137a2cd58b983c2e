# Compiles programs that are larger each time, until one of them is too large to be compiled.
# expect: failed/out-of-fuel
def f(n):
    source = "n"
    while True:
        source = f"({source} + {source})"
        eval(compile(source, "made", "eval"))
