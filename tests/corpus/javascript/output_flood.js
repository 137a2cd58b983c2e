// Printing without end ends at the output limit.
// budget: output=10000
// expect: failed/output-limit
function f() {
    for (;;) console.log("x".repeat(1000));
}
