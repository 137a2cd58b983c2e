// A number is a whole report.
// expect: scored
// score: 21
function evaluate(candidate, data) {
    return candidate.f(20) + 1;
}
