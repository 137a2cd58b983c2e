// Names of metrics are plain.
// expect: fault/evaluator-invalid
// message: my score
const describe = () => ({ metrics: { "my score": "maximize" } });
const evaluate = () => 1;
