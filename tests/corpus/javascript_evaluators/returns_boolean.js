// A report is a number or an object of numbers.
// expect: fault/evaluator-invalid
// message: got boolean
const evaluate = () => true;
