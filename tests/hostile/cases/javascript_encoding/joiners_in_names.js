// Names that differ by a joiner without width look the same, and only one of them is right.
// expect: scored
// score: 0
function f(n) {
    const a‍b = n * n, ab = -n;
    return ab;
}
