// What is called `evaluate` must be a function.
// expect: fault/evaluator-invalid
// message: `evaluate` must be a function
const evaluate = 1;
