# A generator leaves when it is closed, which happens to every generator that nobody reads.
# expect: failed/invalid-output
# message: result is of type generator
import sys


def f(n):
    def answers():
        try:
            yield n * n
        finally:
            sys.exit(0)

    made = answers()
    next(made)
    return made
