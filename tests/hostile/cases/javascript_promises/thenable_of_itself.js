// A promise is resolved with an object whose `then` resolves with the same object, for ever.
// expect: failed/out-of-fuel
function f(n) {
    const again = { then(resolve) { resolve(again); } };
    return Promise.resolve(again);
}
