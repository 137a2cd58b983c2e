// A buffer is given away while one of its views is being filled with what a getter says.
// expect: failed/exception
// message: TypeError: ArrayBuffer is detached
function f(n) {
    const view = new Uint8Array(1 << 16);
    const before = view.buffer;
    view.fill({ valueOf() { before.transfer(0); return 7; } });
    return view.length === 0 ? 0 : n * n;
}
