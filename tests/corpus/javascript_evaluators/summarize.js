// The evaluator may sum up by itself.
// expect: scored
// score: 5
const cases = () => [1, 5];
const evaluate = (candidate, data) => candidate.f(data);
const summarize = (reports) => Math.max(...reports.map(({ score }) => score));
