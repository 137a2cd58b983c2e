// A whole number that is no longer exact as a float: neighbours of the right answer are the same number here.
// expect: scored
// score: 0
function f(n) {
    return 2 ** 53 + n;
}
