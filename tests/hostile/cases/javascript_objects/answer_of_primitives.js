// An object without a member that turns into the right number wherever a number is wanted.
// expect: scored
// score: 0
function f(n) {
    return { [Symbol.toPrimitive]: () => n * n, [Symbol.toStringTag]: "Number" };
}
