// What it does not handle ends the case as the candidate's failure.
// expect: failed/exception
// message: RangeError: on purpose
function evaluate(candidate) {
    return candidate.fail("on purpose");
}
