// Otherwise the means are exact: no order of adding up leaves a trace.
// expect: scored
// score: 0.3333333333333333
const cases = () => [1e100, 1, -1e100];
const evaluate = (candidate, data) => data;
