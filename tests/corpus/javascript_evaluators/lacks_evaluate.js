// Without `evaluate` there is no evaluator.
// expect: fault/evaluator-invalid
// message: must define `evaluate(candidate, data)`
const score = () => 1;
