// There are no other threads to wait for.
// message: ReferenceError: Atomics is not defined
// expect: failed/exception
function f() {
    return Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0);
}
