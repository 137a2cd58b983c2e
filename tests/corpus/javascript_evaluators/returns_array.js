// Nor are arrays.
// expect: fault/evaluator-invalid
// message: got Array
const evaluate = () => [1];
