// A function that returns nothing returns null.
// expect: value null
function f() {}
