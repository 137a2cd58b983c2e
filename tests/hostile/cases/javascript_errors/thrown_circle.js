// What is thrown is an object that holds itself, ten thousand levels of others, and getters.
// expect: failed/exception
function f(n) {
    const thrown = { get x() { for (;;); }, name: "CandidateError", code: "exception" };
    let below = thrown;
    for (let level = 0; level < 10_000; level++) below = { below };
    thrown.below = below;
    throw thrown;
}
