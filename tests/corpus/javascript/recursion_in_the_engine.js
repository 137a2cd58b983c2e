// Recursion that goes through the engine is the same error, whichever way it goes.
// expect: value ["RangeError","RangeError","RangeError","RangeError","RangeError","RangeError","RangeError","RangeError"]
function kind(action) {
    try {
        action();
    } catch (error) {
        return error.name;
    }
    return "no error";
}

const sort = () => [2, 1].sort(sort);
const map = () => [1].map(map);
const replace = () => "x".replace("x", replace);
const getter = { get x() { return this.x; } };
const text = { toString() { return `${this}`; } };
const revive = () => JSON.parse("1", revive);
const write = { toJSON() { return JSON.stringify(write); } };
const proxy = new Proxy({}, { get: (target, name, receiver) => receiver[name] });

function f() {
    return [
        kind(sort), kind(map), kind(replace), kind(() => getter.x), kind(() => `${text}`), kind(revive),
        kind(() => JSON.stringify(write)), kind(() => proxy.x),
    ];
}
