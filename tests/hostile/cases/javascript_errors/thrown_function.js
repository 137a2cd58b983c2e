// What is thrown is a function that answers.
// expect: failed/exception
function f(n) {
    throw () => n * n;
}
