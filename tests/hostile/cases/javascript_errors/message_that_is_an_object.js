// The message of an error is an object that would turn into a text for ever.
// expect: failed/exception
function f(n) {
    const error = new Error();
    error.message = { toString() { for (;;); } };
    throw error;
}
