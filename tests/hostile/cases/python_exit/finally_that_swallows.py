# A `return` in `finally` swallows every error on its way out, exits included, and turns it into an answer.
# expect: scored
# score: 0
# message: scored
import sys


def f(n):
    while True:
        try:
            sys.exit(1)
        finally:
            return {"score": 1.0, "passed": True}
