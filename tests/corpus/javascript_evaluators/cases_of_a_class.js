// Cases come as an array or an object.
// expect: fault/evaluator-invalid
// message: `cases` must return an array or an object; got Map
const cases = () => new Map([["a", 1]]);
const evaluate = () => 1;
