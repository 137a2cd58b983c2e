// So does what it does not handle in a promise.
// expect: failed/exception
// message: RangeError: on purpose
async function evaluate(candidate) {
    await null;
    return candidate.fail("on purpose");
}
