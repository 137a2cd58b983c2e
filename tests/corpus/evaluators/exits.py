# Leaving is no answer.
# expect: fault/evaluator-exception
# message: SystemExit
import sys

def evaluate(candidate, case):
    sys.exit(0)
