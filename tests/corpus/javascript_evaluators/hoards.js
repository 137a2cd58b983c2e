// An evaluator has a budget of memory.
// expect: fault/evaluator-exception
// message: out of memory
function evaluate() {
    return new Uint8Array(1_500_000_000).length;
}
