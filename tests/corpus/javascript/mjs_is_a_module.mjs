// What ends in .mjs is a module, so nothing can be called that is not exported.
// expect: failed/no-such-function
function f() { return 1; }
