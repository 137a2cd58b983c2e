// Buffers of a mebibyte each, until there is no room for another one.
// expect: failed/out-of-memory
function f(n) {
    const hoard = [];
    for (;;) hoard.push(new Uint8Array(1 << 20));
}
