// A getter that asks for itself.
// expect: failed/exception
// message: RangeError
function f(n) {
    const circle = { get self() { return circle.self; } };
    return circle.self;
}
