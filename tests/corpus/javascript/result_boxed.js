// A number in a box is no number.
// message: result is of type Number
// expect: failed/invalid-output
function f() {
    return Object(1);
}
