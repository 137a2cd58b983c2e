// A date is no plain data, and its toJSON is not asked.
// message: result is of type Date
// expect: failed/invalid-output
function f() {
    return new Date(0);
}
