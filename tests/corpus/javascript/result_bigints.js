// A BigInt is a whole number of any size.
// expect: value [0,-1,18446744073709551616,9007199254740993]
function f() {
    return [0n, -1n, 2n ** 64n, 9007199254740993n];
}
