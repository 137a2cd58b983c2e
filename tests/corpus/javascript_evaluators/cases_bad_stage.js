// A stage is a whole number.
// expect: fault/evaluator-invalid
// message: the stage of case 0 must be a whole number that is not negative
const cases = () => [new lazaret.Case(0, { stage: 0.5 })];
const evaluate = () => 1;
