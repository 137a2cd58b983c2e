// A text that is as long as texts can be.
// expect: failed/out-of-memory
function f(n) {
    return "xy".repeat(2 ** 28).length;
}
