// Named arguments are the members of an object.
// expect: fault/evaluator-exception
// message: TypeError: named arguments must be an object
function evaluate(candidate) {
    return candidate.callNamed("f", "x");
}
