# An evaluator that does not compile is told with line and column.
# expect: fault/evaluator-source
# message: SyntaxError: expected ':'
def evaluate(candidate, case)
    return 1
