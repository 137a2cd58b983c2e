// An error that is returned and not thrown.
// expect: failed/invalid-output
// message: result is of type Error
function f(n) {
    return new Error("CandidateError: the evaluator is at fault");
}
