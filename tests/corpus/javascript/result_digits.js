// Whole numbers have at most 4,300 digits; the twin of result_digits_at_the_limit.
// message: more than 4,300 digits
// expect: failed/invalid-output
function f() {
    return -(10n ** 4300n);
}
