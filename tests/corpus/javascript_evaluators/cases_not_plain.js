// Case data is plain data.
// expect: fault/evaluator-invalid
// message: the data of case 0[1] is of type Set
const cases = () => [[1, new Set()]];
const evaluate = () => 1;
