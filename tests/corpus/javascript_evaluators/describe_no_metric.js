// There must be a metric.
// expect: fault/evaluator-invalid
// message: metrics
const describe = () => ({ metrics: {} });
const evaluate = () => 1;
