// A regular expression of a hundred thousand groups inside of each other.
// expect: failed/exception
// budget: fuel=1000000000
function f(n) {
    return new RegExp("(".repeat(100_000) + ")".repeat(100_000)).test("");
}
