// The holes of an array are filled by a getter on the prototype of all arrays.
// expect: failed/invalid-output
// message: is a hole
Object.defineProperty(Array.prototype, 0, { get: () => 9, configurable: true });

function f(n) {
    return [,];
}
