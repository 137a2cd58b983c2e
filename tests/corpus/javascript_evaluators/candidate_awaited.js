// A candidate is nothing to wait for, and can be handed around in promises.
// expect: scored
// score: 3
async function evaluate(candidate) {
    const same = await Promise.resolve(candidate);
    return same === candidate ? same.f(3) : 0;
}
