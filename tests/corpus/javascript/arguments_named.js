// An object as arguments names them.
// call: f {"scale": 3, "left": 1}
// expect: value -27
function f(left, right = 10, scale) {
    return (left - right) * scale;
}
