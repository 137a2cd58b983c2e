// Infinity is no measurement, nor is a BigInt beyond the floats.
// expect: fault/evaluator-invalid
// message: inf
const evaluate = () => -(10n ** 400n);
