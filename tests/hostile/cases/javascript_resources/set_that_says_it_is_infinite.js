// Joins a set with an object that says it is a set of infinitely many things.
// expect: failed/out-of-fuel
function f(n) {
    const infinite = { size: Infinity, has: () => true, keys: () => ({ next: () => ({ done: false, value: 1 }) }) };
    return new Set([1]).union(infinite).size;
}
