// The arguments themselves look like an array, and still belong to the call.
// expect: failed/invalid-output
// message: result is of type Arguments
function f(n) {
    return arguments;
}
