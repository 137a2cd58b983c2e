// Memory ends at its limit.
// budget: memory=67108864
// expect: failed/out-of-memory
function f() {
    const hoard = [];
    for (;;) hoard.push(new Float64Array(1 << 17).fill(1));
}
