// The engine's own sign of exhausted memory is null; a program that throws it has not run out.
// message: null
// expect: failed/exception
function f() {
    throw null;
}
