// An error with the name and the members of an exit with status 0.
// expect: failed/exception
// message: SystemExit: 0
function f(n) {
    const error = new Error("0");
    error.name = "SystemExit";
    error.code = error.status = error.exitCode = 0;
    throw error;
}
