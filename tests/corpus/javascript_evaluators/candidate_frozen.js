// Nothing can be put into a candidate.
// expect: fault/evaluator-exception
// message: TypeError
"use strict";

function evaluate(candidate) {
    candidate.f = () => 100;
    return candidate.f(1);
}
