// An error that claims to be about memory is an error like any other.
// message: InternalError: out of memory
// expect: failed/exception
function f() {
    throw new InternalError("out of memory");
}
