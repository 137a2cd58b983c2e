// Prints until somebody stops it.
// expect: failed/output-limit
function f(n) {
    for (;;) console.error("SCORE: 100");
}
