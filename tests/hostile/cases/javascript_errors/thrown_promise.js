// What is thrown is a promise of the right answer.
// expect: failed/exception
// message: Promise
function f(n) {
    throw Promise.resolve(n * n);
}
