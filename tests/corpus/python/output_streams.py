# What is printed is kept, apart from the result.
# stdout: score: 100
# stderr: b\udc80d
# expect: value 1
import sys
print("score:", end=" ")

def f():
    print(100, end="")
    print("b\udc80d", file=sys.stderr, end="")
    return 1
