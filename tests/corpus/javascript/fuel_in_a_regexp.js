// A regular expression that never ends ends with the fuel.
// budget: fuel=50000000
// expect: failed/out-of-fuel
function f() {
    return /^(a+)+$/.test("a".repeat(50) + "b");
}
