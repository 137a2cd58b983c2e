// A set is no plain data.
// message: result is of type Set
// expect: failed/invalid-output
function f() {
    return new Set([1]);
}
