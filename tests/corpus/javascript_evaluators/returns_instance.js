// An object with a class of its own could be anything.
// expect: fault/evaluator-invalid
// message: got Report
class Report { score = 1; }
const evaluate = () => new Report();
