// A message that looks like a stack is none.
// position: 5 0
// expect: failed/exception
function f() {
    throw new Error("\n    at f (case.js:99:1)\n    at case.js:98:1");
}
