// The candidate lives as long as its case and no longer.
// expect: scored
// score: 11
const cases = () => [1, 2, 3];
let runs = 0;

function evaluate(candidate, data) {
    runs++;
    candidate.count();
    const { calls } = candidate.usage();
    return candidate.count() * 5 + (candidate.usage().calls - calls) * runs;
}
