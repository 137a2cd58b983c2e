// A line end of another kind ends a comment, so that the rest of it is code, unlike what most editors show.
// expect: failed/exception
// message: Error: hidden
function f(n) {
    // nothing to see here     throw new Error("hidden");
    return n * n;
}
