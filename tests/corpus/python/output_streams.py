# What is printed is kept, apart from the result.
# stdout: top\nscore: 100
# stderr: b\\udc80d\n
# expect: value 1
import sys
print("top")

def f():
    print("score: 100", end="")
    print("b\udc80d", file=sys.stderr)
    return 1
