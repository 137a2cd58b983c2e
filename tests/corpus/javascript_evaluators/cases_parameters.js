// `cases` may ask for the split and the seed and for nothing else.
// expect: fault/evaluator-invalid
// message: it also wants `size`
const cases = (size) => [size];
const evaluate = () => 1;
