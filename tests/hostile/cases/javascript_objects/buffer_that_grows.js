// A typed array on a buffer that is resized while the array is being read.
// expect: scored
// score: 0
const buffer = new ArrayBuffer(8, { maxByteLength: 1 << 20 });
const view = new Uint8Array(buffer);
Object.defineProperty(Uint8Array.prototype.__proto__, "length", { get() { buffer.resize(1 << 20); return 1 << 20; } });

function f(n) {
    buffer.resize(0);
    return view;
}
