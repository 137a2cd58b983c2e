// An evaluator cannot blame a candidate that did not fail.
// expect: fault/evaluator-invalid
// message: blames a candidate that did not fail
function evaluate(candidate) {
    candidate.f(1);
    throw new lazaret.CandidateError("exception", "it was him");
}
