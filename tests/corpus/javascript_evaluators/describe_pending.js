// It cannot wait for ever.
// expect: fault/evaluator-invalid
// message: a promise that nothing will ever settle
const describe = () => new Promise(() => {});
const evaluate = () => 1;
