// A buffer is no typed array.
// message: result is of type ArrayBuffer
// expect: failed/invalid-output
function f() {
    return new ArrayBuffer(8);
}
