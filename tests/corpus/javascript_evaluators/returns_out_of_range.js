// A measurement lies within the bounds that the evaluator itself has set.
// expect: fault/evaluator-invalid
// message: share
const describe = () => ({ metrics: { share: { goal: "maximize", minimum: 0, maximum: 1 } } });
const evaluate = () => 1.5;
