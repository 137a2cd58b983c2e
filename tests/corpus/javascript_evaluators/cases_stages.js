// A failure in one stage keeps the candidate out of the next.
// expect: failed/no-such-function
const { Case } = lazaret;
const cases = () => [new Case(0, { id: "late", stage: 7 }), new Case(1, { id: "early" })];

function evaluate(candidate, data) {
    if (data === 0) throw new Error("the late stage was reached");
    return candidate.missing();
}
