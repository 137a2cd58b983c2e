// A BigInt is a number, too.
// expect: scored
// score: 3
function evaluate() {
    return 3n;
}
