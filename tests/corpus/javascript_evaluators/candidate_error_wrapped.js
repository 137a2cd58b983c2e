// An error about the candidate's error is the evaluator's own.
// expect: fault/evaluator-exception
// message: Error: something went wrong
function evaluate(candidate) {
    try {
        candidate.fail("on purpose");
    } catch (cause) {
        throw new Error("something went wrong", { cause });
    }
}
