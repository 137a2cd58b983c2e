// An id is a string.
// expect: fault/evaluator-invalid
// message: the id of case 1 must be a string; got number
const cases = () => [0, new lazaret.Case(0, { id: 7 })];
const evaluate = () => 1;
