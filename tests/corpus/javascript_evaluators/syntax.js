// An evaluator that does not compile is told with line and column.
// expect: fault/evaluator-source
// message: SyntaxError
function evaluate(candidate, data)
    return 1;
