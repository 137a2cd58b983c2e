// NaN is no measurement.
// expect: fault/evaluator-invalid
// message: NaN
const evaluate = () => NaN;
