// A regular expression that matches everything.
// expect: failed/invalid-output
// message: result is of type RegExp
function f(n) {
    return /.*/;
}
