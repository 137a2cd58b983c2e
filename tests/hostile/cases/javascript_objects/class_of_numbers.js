// A number of a class of its own.
// expect: failed/invalid-output
// message: result is of type Right
class Right extends Number {
    valueOf() {
        return 9;
    }
}

function f(n) {
    return new Right(n);
}
