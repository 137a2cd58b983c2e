// An error over errors over errors, ten thousand levels deep.
// expect: failed/exception
// message: AggregateError: level
// budget: fuel=1000000000
function f(n) {
    let error = new Error("bottom");
    for (let level = 0; level < 10_000; level++) error = new AggregateError([error], "level");
    throw error;
}
