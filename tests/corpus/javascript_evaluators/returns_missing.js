// Every metric must be there.
// expect: fault/evaluator-invalid
// message: cost
const describe = () => ({ metrics: { size: "maximize", cost: "minimize" } });
const evaluate = () => ({ size: 1 });
