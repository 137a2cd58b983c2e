// A generator that asks another, ten thousand levels deep.
// expect: failed/exception
// message: RangeError
// budget: fuel=1000000000
function f(n) {
    function* level(depth) {
        if (0 < depth) yield* level(depth - 1);
        yield depth;
    }
    return [...level(20_000)].length;
}
