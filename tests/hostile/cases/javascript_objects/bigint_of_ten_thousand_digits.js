// A whole number of more digits than may cross.
// expect: failed/invalid-output
// message: more than 4,300 digits
function f(n) {
    return 10n ** 10_000n;
}
