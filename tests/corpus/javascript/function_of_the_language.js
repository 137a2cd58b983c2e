// What the language has is not what the program has.
// call: parseInt ["7"]
// expect: failed/no-such-function
function f() {
    return 1;
}
