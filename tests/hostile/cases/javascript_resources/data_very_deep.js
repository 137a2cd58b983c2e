// Writes and reads data that is nested a hundred thousand levels deep.
// expect: failed/exception
// budget: fuel=1000000000
function f(n) {
    return JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
}
