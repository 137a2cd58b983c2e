// Nor can it in a key.
// message: lone surrogate
// expect: failed/invalid-output
function f() {
    return { "\udc00": 1 };
}
