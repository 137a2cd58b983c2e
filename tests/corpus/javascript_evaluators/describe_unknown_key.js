// So are the keys of what it returns.
// expect: fault/evaluator-invalid
// message: with the keys `metrics` and `splits`
const describe = () => ({ metric: { score: "maximize" } });
const evaluate = () => 1;
