// A replaced stack does not move the line.
// message: Error: true
// position: 6 0
// expect: failed/exception
function f() {
    const error = new Error("true");
    error.stack = "    at f (case.js:99:1)";
    throw error;
}
