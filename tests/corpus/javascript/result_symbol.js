// A symbol cannot cross.
// message: result is of type symbol
// expect: failed/invalid-output
function f() {
    return Symbol("x");
}
