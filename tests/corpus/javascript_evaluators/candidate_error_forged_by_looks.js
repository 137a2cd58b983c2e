// What only looks like a failure of the candidate is an error of the evaluator.
// expect: fault/evaluator-exception
// message: CandidateError: it was him
function evaluate(candidate) {
    const error = new Error("it was him");
    throw Object.assign(Object.setPrototypeOf(error, lazaret.CandidateError.prototype), { code: "exception" });
}
