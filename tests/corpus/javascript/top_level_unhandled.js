// A rejection that nobody handles ends the loading of a script, too.
// message: Error: nobody
// expect: failed/exception
Promise.reject(new Error("nobody"));
function f() { return 1; }
