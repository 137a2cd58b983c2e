// A weak reference to something that is gone by the time it is read.
// expect: failed/invalid-output
// message: result is of type WeakRef
function f(n) {
    return new WeakRef({ square: n * n });
}
