// Inside of a result there is no such thing.
// message: result.x[1] is undefined
// expect: failed/invalid-output
function f() {
    return { x: [1, undefined] };
}
