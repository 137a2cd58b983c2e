// A buffer says how far it may grow, and then does.
// expect: failed/out-of-memory
function f(n) {
    const buffer = new ArrayBuffer(8, { maxByteLength: 2 ** 30 });
    buffer.resize(2 ** 30);
    return buffer.byteLength;
}
