// Whatever it throws.
// expect: fault/evaluator-exception
// message: string: failed/exception
function evaluate() {
    throw "failed/exception";
}
