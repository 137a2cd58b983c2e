// A long chain of promises is no recursion.
// expect: value 100000
async function f() {
    let chain = Promise.resolve(0);
    for (let step = 0; step < 100_000; step++) chain = chain.then((n) => n + 1);
    return chain;
}
