// A promise that nothing will settle is no report.
// expect: fault/evaluator-invalid
// message: a promise that nothing will ever settle
const evaluate = () => new Promise(() => {});
