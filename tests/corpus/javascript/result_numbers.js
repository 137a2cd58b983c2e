// Whole numbers up to 2^53 - 1 stay whole; every other 64-bit float stays the float that it is.
// expect: value [9007199254740991,-9007199254740991,9007199254740992.0,1e300,-0.0,0,5e-324,1.7976931348623157e308,NaN,Infinity,-Infinity,3]
function f() {
    return [
        Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 53, 1e300, -0, 0, 5e-324, Number.MAX_VALUE, NaN, Infinity,
        -Infinity, 3.0,
    ];
}
