// Null is a value and not a missing one.
// call: f {"left": null}
// expect: value null
function f(left = 1) {
    return left;
}
