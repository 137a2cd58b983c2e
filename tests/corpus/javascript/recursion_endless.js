// Endless recursion is the language's own error.
// message: RangeError
// position: 6 0
// expect: failed/exception
function f() {
    return f() + 1;
}
