// Also where nobody looks.
// expect: fault/evaluator-exception
// message: Error: nobody
function evaluate() {
    Promise.reject(new Error("nobody"));
    return 1;
}
