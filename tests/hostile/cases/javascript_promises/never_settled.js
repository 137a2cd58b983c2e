// A promise that nothing will ever settle.
// expect: failed/invalid-output
// message: promise
function f(n) {
    return new Promise(() => {});
}
