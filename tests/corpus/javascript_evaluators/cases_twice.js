// Case ids are unique.
// expect: fault/evaluator-invalid
// message: `a` is no usable case id
const { Case } = lazaret;
const cases = () => [new Case(1, { id: "a" }), new Case(2, { id: "a" })];
const evaluate = () => 1;
