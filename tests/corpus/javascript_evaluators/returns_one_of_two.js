// One number is no report if there are two metrics.
// expect: fault/evaluator-invalid
// message: returned one number, but the metrics are
const describe = () => ({ metrics: { size: "maximize", cost: "minimize" } });
const evaluate = () => 1;
