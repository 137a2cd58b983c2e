// Errors that are each other's causes.
// expect: failed/exception
// message: Error: first
function f(n) {
    const first = new Error("first"), second = new Error("second", { cause: first });
    first.cause = second;
    throw first;
}
