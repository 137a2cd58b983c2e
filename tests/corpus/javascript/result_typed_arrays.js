// Typed arrays cross as arrays.
// expect: value [[1,-0.0,NaN],[0,255],[-1],[18446744073709551615],[],[1.5]]
function f() {
    return [
        new Float64Array([1, -0, NaN]), new Uint8ClampedArray([-5, 300]), new Int16Array([65535]),
        new BigUint64Array([-1n]), new Int32Array(0), new Float32Array([1.5]),
    ];
}
