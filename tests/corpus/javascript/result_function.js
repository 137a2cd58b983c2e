// A function cannot cross.
// message: result is of type function
// expect: failed/invalid-output
function f() {
    return f;
}
