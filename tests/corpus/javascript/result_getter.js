// A getter is not run for its value.
// message: result.x is a getter
// expect: failed/invalid-output
function f() {
    return { get x() { for (;;); } };
}
