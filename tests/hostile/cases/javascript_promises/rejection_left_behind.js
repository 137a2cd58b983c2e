// Answers rightly for its kind, and leaves a rejection behind that nobody handles.
// expect: failed/exception
// message: Error: left behind
async function f(n) {
    Promise.reject(new Error("left behind"));
    return n * n;
}
