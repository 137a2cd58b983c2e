// Promises of the right answers inside of an answer.
// expect: failed/invalid-output
// message: Promise
function f(n) {
    return [Promise.resolve(n * n)];
}
