// Symbols as keys, by the thousand, none of which is data.
// expect: scored
// score: 0
function f(n) {
    const answer = {};
    for (let index = 0; index < 10_000; index++) answer[Symbol("right")] = n * n;
    return answer;
}
