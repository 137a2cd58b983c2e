// Anything can be thrown.
// message: string: just a text
// expect: failed/exception
function f() {
    throw "just a text";
}
