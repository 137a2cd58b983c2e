// Prints nothing, again and again.
// expect: failed/output-limit
// budget: fuel=1000000000
function f(n) {
    for (;;) print("");
}
