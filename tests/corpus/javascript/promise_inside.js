// A promise inside of a result is not waited for.
// message: result[0] is of type Promise
// expect: failed/invalid-output
function f() {
    return [Promise.resolve(1)];
}
