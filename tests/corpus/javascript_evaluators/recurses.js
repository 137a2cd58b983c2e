// Deep recursion is an error like any other.
// expect: fault/evaluator-exception
// message: RangeError
function evaluate(candidate, data) {
    return evaluate(candidate, data) + 1;
}
