// A script is not strict unless it says so.
// expect: value [1,true]
function f() {
    undeclared = 1;
    return [undeclared, this === globalThis];
}
