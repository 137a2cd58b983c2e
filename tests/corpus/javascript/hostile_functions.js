// Replacing what functions are called by harms only the program itself.
// call: f [3]
// expect: value 4
Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => { for (;;); };
Reflect.apply = Reflect.construct = () => { for (;;); };
globalThis.Function = globalThis.Reflect = null;

function f(x) {
    return x + 1;
}
