// Defines a variable more by each of a hundred thousand evaluated texts, in the scope of one function.
// expect: failed/out-of-fuel
function f(n) {
    for (let index = 0; ; index++) eval(`var v${index} = ${index}; function g${index}() { return eval("v${index}"); } g${index}()`);
}
