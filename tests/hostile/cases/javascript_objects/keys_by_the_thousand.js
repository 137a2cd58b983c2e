// An object of five thousand members, whose names alone are larger than what may leave the sandbox.
// expect: failed/result-limit
function f(n) {
    return Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`member number ${index}`, index]));
}
