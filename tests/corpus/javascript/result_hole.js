// A hole in an array is no value.
// message: result[1] is a hole
// expect: failed/invalid-output
function f() {
    return [1, , 3];
}
