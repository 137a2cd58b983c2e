// Members with the names of the language's own: in whoever merges objects they change all of them.
// expect: scored
// score: 0
function f(n) {
    return {
        ["__proto__"]: { square: n * n, valueOf: n * n }, constructor: { prototype: { square: n * n } }, toString: n * n,
        hasOwnProperty: 1, then: 1, length: 1, toJSON: n * n,
    };
}
