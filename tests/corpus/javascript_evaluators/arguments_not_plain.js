// An evaluator that sends objects is at fault.
// expect: fault/evaluator-exception
// message: TypeError: arguments[0].x is of type Map
function evaluate(candidate) {
    return candidate.f({ x: new Map() });
}
