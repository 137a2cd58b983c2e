// A registry calls back when something is gone, perhaps after the answer, perhaps in the next case.
// expect: scored
// score: 0
const registry = new FinalizationRegistry(() => { throw new Error("gone"); });

function f(n) {
    for (let step = 0; step < 1000; step++) registry.register({ step }, step);
    return 0;
}
