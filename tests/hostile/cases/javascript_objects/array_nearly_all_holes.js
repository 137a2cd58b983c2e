// An array that says that it is as long as arrays can be, and has one item at the end.
// expect: failed/invalid-output
// message: is a hole
function f(n) {
    const sparse = [];
    sparse[2 ** 32 - 2] = n * n;
    return sparse;
}
