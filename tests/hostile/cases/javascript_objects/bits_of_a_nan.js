// The sign of a NaN tells processors apart unless it is made the same everywhere; a candidate could behave by it.
// expect: scored
// score: 0
function f(n) {
    const infinity = n / (n - n);
    const floats = new Float64Array([infinity - infinity, infinity * 0, infinity / infinity, Math.sqrt(-n)]);
    const strange = [...new BigUint64Array(floats.buffer)].filter((bits) => bits !== 0x7ff8000000000000n);
    return strange.length === 0 ? 0 : n * n;
}
