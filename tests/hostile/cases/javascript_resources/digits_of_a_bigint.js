// A whole number of a million digits, written down.
// expect: failed/out-of-fuel
function f(n) {
    return (7n ** 1_000_000n).toString().length;
}
