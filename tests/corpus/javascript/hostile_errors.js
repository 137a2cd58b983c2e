// An error is told as it is, whatever became of the classes of errors.
// message: TypeError: not a function
// position: 9 0
// expect: failed/exception
Error = TypeError = null;
Object.defineProperty(Function.prototype, "name", { get() { for (;;); } });

function f() {
    return (1)();
}
