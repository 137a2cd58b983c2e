// Each failure that leaves the candidate alive has a code.
// expect: scored
// score: 1
function evaluate(candidate) {
    const kind = (action) => {
        try {
            return action();
        } catch (error) {
            return `${error.code} ${error.kind}`;
        }
    };
    const found = [
        kind(() => candidate.missing()), kind(() => candidate.object()), kind(() => candidate.callNamed("f", { y: 1 })),
        kind(() => candidate.fail(1)),
    ];
    return found.join() === "no-such-function null,invalid-output null,bad-arguments null,exception RangeError" ? 1 : 0;
}
