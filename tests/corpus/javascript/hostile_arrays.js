// Arrays with another `push`, setters and iterators cross as they are.
// call: f [[1, 2], {"a": 3}]
// expect: value [[1,2],{"a":3},["new"]]
const endless = () => { for (;;); };
const accessor = { __proto__: null, get: endless, set: endless };
["0", "1", "a", "then", "toJSON", "length"].forEach((name) => Object.defineProperty(Object.prototype, name, accessor));
["push", "map", "join", "concat", Symbol.iterator].forEach((name) => Object.defineProperty(Array.prototype, name, accessor));

function f(list, object) {
    return [list, object, ["new"]];
}
