// A rejection that nobody handles is an error, although the function returned.
// message: RangeError: nobody
// expect: failed/exception
function f() {
    Promise.reject(new RangeError("nobody"));
    return 1;
}
