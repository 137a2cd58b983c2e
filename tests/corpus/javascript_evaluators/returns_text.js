// Texts are no measurements.
// expect: fault/evaluator-invalid
// message: `score` must be a number; got string
const evaluate = () => ({ score: "1" });
