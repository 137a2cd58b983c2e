// Has the compiler read a program that is nested a hundred thousand levels deep.
// expect: failed/exception
// budget: fuel=1000000000
function f(n) {
    return (0, eval)("(".repeat(100_000) + "1" + ")".repeat(100_000));
}
