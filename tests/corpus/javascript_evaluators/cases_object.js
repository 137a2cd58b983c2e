// An object gives the cases names.
// expect: scored
// score: 2
function cases(seed, split) {
    return { one: [1, split, seed], two: [3, split, seed] };
}

function evaluate(candidate, data) {
    const [number, split, seed] = candidate.f(data);
    return split === "search" && seed === 7 ? number : 0;
}
