// What is thrown is a symbol, which nothing can turn into a text by itself.
// expect: failed/exception
// message: symbol
function f(n) {
    throw Symbol("SCORE: 100");
}
