// Asks methods of arrays to work on an object that is said to have 2^53 items.
// expect: failed/out-of-fuel
function f(n) {
    return Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 7);
}
