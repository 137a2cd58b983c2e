// Flattens an array that holds itself.
// expect: failed/exception
// message: RangeError
function f(n) {
    const circle = [];
    circle.push(circle, circle);
    return circle.flat(Infinity).length;
}
