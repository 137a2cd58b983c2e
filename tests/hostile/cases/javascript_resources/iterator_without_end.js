// Collects all that an iterator without end has.
// expect: failed/out-of-fuel
function f(n) {
    function* forever() { for (;;) yield n; }
    return forever().flatMap((item) => [item, item]).toArray().length;
}
