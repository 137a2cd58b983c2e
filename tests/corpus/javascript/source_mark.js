// A mark of the byte order is no part of the program.
// expect: value 1
function f() { return 1; }
