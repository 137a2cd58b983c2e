// Makes an array of something that says that it is longer than anything can be.
// expect: failed/out-of-fuel
function f(n) {
    return Array.from({ length: 2 ** 32 - 1 }).length;
}
