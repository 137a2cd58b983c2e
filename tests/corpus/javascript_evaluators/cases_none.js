// A split without cases measures nothing.
// expect: fault/evaluator-invalid
// message: gives no case
const cases = () => [];
const evaluate = () => 1;
