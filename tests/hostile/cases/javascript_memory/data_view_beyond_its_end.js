// Views ask for bytes before and behind their buffers, by offsets that overflow.
// expect: scored
// score: 0
function f(n) {
    const view = new DataView(new ArrayBuffer(16), 8);
    for (const offset of [-1, 8, 2 ** 31, 2 ** 32, 2 ** 32 - 8, 2 ** 53 - 1, Infinity, -Infinity, NaN, "x", 1e300]) {
        for (const kind of ["Uint8", "BigUint64", "Float64", "Float16"]) {
            try {
                if (Number(view[`get${kind}`](offset)) !== 0) return n * n;
                view[`set${kind}`](offset, kind.startsWith("Big") ? 1n : 1);
            } catch (error) {
                if (!(error instanceof RangeError)) return n * n;
            }
            new Uint8Array(view.buffer).fill(0);
        }
    }
    return 0;
}
