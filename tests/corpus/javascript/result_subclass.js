// An array of a class of its own is no array.
// message: result is of type Stack
// expect: failed/invalid-output
class Stack extends Array {}

function f() {
    return Stack.of(1, 2);
}
