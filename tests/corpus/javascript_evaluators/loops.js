// An evaluator has a budget of fuel.
// expect: fault/evaluator-limit
// message: fuel
function evaluate() {
    for (;;);
}
