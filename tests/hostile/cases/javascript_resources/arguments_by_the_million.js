// Calls a function with a million arguments, each of which takes a place on the stack.
// expect: failed/exception
// budget: fuel=1000000000
function f(n) {
    return Math.max(...new Array(1_000_000).fill(7));
}
