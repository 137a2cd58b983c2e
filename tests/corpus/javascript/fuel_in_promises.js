// Promises that follow each other without end are an endless loop.
// budget: fuel=50000000
// expect: failed/out-of-fuel
function f() {
    const again = () => Promise.resolve().then(again);
    return again();
}
