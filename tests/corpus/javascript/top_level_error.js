// An error of the top level ends the loading.
// message: TypeError: cannot read property 'x' of undefined
// position: 5 0
// expect: failed/exception
const x = undefined.x;

function f() { return x; }
