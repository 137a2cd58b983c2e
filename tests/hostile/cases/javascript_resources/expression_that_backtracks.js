// A regular expression with references back to what it has matched, which no automaton can help.
// expect: failed/out-of-fuel
function f(n) {
    return /^(x+x+)+\1y$/.test("x".repeat(100));
}
