// What `describe` returns is checked.
// expect: fault/evaluator-invalid
// message: must be `minimize` or `maximize`
const describe = () => ({ metrics: { score: "up" } });
const evaluate = () => 1;
