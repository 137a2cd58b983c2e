// A function of the program that makes stacks cannot lose the error.
// message: TypeError: cannot read property 'x' of null
// expect: failed/exception
Error.prepareStackTrace = () => { throw new Error("no stack"); };
Error.stackTraceLimit = { valueOf() { throw new Error("no limit"); } };

function f() {
    return null.x;
}
