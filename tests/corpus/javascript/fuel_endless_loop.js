// An endless loop ends with its fuel.
// budget: fuel=50000000
// excess: fuel 50000001 50000000
// expect: failed/out-of-fuel
function f() {
    for (;;);
}
