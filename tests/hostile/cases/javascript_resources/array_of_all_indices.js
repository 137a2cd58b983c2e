// Fills an array from nothing to the largest index that there is.
// expect: failed/out-of-fuel
function f(n) {
    return new Array(2 ** 32 - 1).fill(0).length;
}
