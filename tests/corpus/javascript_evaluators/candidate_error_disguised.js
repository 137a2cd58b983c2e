// Whatever the evaluator does to the classes, the blame stays where it belongs.
// expect: failed/exception
// message: RangeError: on purpose
function evaluate(candidate) {
    const { CandidateError } = lazaret;
    Object.setPrototypeOf(CandidateError.prototype, null);
    Object.defineProperty(CandidateError, Symbol.hasInstance, { value: () => false });
    try {
        candidate.fail("on purpose");
    } catch (error) {
        Object.setPrototypeOf(error, null);
        throw Object.freeze(error);
    }
}
