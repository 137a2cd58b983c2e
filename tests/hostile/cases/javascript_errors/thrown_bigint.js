// What is thrown is a whole number of a million digits.
// expect: failed/out-of-fuel
function f(n) {
    throw 7n ** 10_000_000n;
}
