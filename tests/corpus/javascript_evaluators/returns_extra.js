// No other metric may be there.
// expect: fault/evaluator-invalid
// message: bonus
const evaluate = () => ({ score: 1, bonus: 2 });
