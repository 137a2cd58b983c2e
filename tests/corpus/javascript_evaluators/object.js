// An object has a number for every metric.
// expect: scored
// score: 2
function describe() {
    return { metrics: { size: "maximize", cost: { goal: "minimize", unit: "s", minimum: 0 } }, splits: ["search", "test"] };
}

function evaluate(candidate) {
    return { cost: 1, size: candidate.f(2) };
}
