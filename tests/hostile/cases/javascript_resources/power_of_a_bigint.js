// A whole number of a million million digits.
// expect: failed/exception
// message: RangeError
function f(n) {
    return 2n ** (2n ** 40n);
}
