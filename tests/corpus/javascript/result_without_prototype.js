// Objects of no class are objects, and frozen ones as good as others.
// expect: value [{"a":1},[2],{"b":3}]
function f() {
    return [Object.assign(Object.create(null), { a: 1 }), Object.freeze([2]), Object.freeze({ b: 3 })];
}
