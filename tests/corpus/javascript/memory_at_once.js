// A buffer beyond the memory is refused at once.
// expect: failed/out-of-memory
function f() {
    return new Uint8Array(10 ** 9);
}
