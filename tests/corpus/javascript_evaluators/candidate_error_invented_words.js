// Whoever does blame a candidate that failed cannot put words into its mouth.
// expect: failed/exception
// message: RangeError: on purpose
function evaluate(candidate) {
    try {
        candidate.fail("on purpose");
    } catch {
        throw new lazaret.CandidateError("exit", "it went home");
    }
}
