// Resources that throw when they are disposed of, one after the other, on the way out of an error.
// expect: failed/exception
// message: SuppressedError
function f(n) {
    using first = { [Symbol.dispose]() { throw new Error("first"); } };
    using second = { [Symbol.dispose]() { throw new Error("second"); } };
    throw new Error("third");
}
