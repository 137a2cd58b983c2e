// A wrong call inside the function is the program's own error.
// message: TypeError
// position: 6 0
// expect: failed/exception
function f() {
    return undefined();
}
