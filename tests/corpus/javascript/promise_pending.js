// A promise that nothing will settle is no answer.
// message: result is a promise that nothing will ever settle
// expect: failed/invalid-output
function f() {
    return new Promise(() => {});
}
