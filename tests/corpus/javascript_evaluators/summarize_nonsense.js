// What `summarize` returns is checked like a report.
// expect: fault/evaluator-invalid
// message: summarize
const evaluate = () => 1;
const summarize = () => NaN;
