// A long array without values is refused at its first one, before the rest costs anything.
// budget: fuel=50000000
// message: result[0]
// expect: failed/invalid-output
function f() {
    return new Array(2 ** 32 - 1);
}
