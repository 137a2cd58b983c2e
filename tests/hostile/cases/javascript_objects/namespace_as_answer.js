// An object of the language itself has only members that are not listed: an empty object, as plain data.
// expect: scored
// score: 0
function f(n) {
    return Math;
}
