// A name that the error gives itself counts.
// message: Custom: words
// expect: failed/exception
function f() {
    const error = new Error("words");
    error.name = "Custom";
    throw error;
}
