// A regular expression that is none is found before anything runs.
// message: SyntaxError
// expect: rejected/source-error
function f() {
    return /(/.test("");
}
