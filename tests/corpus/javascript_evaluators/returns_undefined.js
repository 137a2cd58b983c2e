// A report that was forgotten is none.
// expect: fault/evaluator-invalid
// message: got undefined
function evaluate() {}
