// A function that is bound twenty thousand times, and each time has a longer name.
// expect: failed/out-of-memory
function f(n) {
    let bound = () => n * n;
    for (let level = 0; level < 20_000; level++) bound = bound.bind(null);
    return bound();
}
