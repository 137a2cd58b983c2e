// Not with a class of its own either.
// expect: fault/evaluator-invalid
// message: blames a candidate that did not fail
class Blame extends lazaret.CandidateError {}

function evaluate(candidate) {
    throw new Blame("out-of-memory", "it was him");
}
