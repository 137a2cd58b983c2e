// An evaluator that throws is at fault, not the candidate.
// expect: fault/evaluator-exception
// message: TypeError: cannot read property 'x' of null
function evaluate(candidate, data) {
    return data.x;
}
