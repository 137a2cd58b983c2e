// The answer is the global object, with all that it can reach.
// expect: failed/invalid-output
function f(n) {
    return globalThis;
}
