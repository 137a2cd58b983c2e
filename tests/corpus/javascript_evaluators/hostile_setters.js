// Setters that all objects have see nothing of what Lazaret makes.
// expect: failed/exception
// message: RangeError: on purpose
const endless = () => { for (;;); };
for (const name of ["code", "kind", "message", "data", "id", "stage", "0", "split", "seed", "fuel", "calls"]) {
    Object.defineProperty(Object.prototype, name, { __proto__: null, set: endless });
}

const cases = (split, seed) => [new lazaret.Case([split, seed], { __proto__: null, stage: 1 })];

function evaluate(candidate, data) {
    candidate.f(data);
    candidate.usage();
    return candidate.fail("on purpose");
}
