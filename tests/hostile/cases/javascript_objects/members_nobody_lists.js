// An object whose members are there for whoever asks and for nobody who lists them.
// expect: scored
// score: 0
function f(n) {
    const answer = Object.defineProperty({}, "valueOf", { value: () => n * n, enumerable: false });
    return Object.defineProperty(answer, "square", { value: n * n, enumerable: false });
}
