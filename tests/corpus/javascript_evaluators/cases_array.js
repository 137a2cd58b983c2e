// Cases are plain data; the score is the mean over them.
// expect: scored
// score: 3
const cases = () => [1, 2, 6];

function evaluate(candidate, data) {
    return candidate.f(data);
}
