// Showing a value runs no code of the program.
// stdout: ok\n
// expect: value 0
let ran = 0;
const code = () => { ran++; throw new Error("ran"); };

function f() {
    const hostile = { toString: code, toJSON: code, valueOf: code, [Symbol.toPrimitive]: code };
    Object.defineProperty(hostile, "getter", { get: code, enumerable: true });
    const write = console.log, shown = () => {};
    const quiet = console.debug;
    const proxy = new Proxy({}, { get: code, ownKeys: code, getPrototypeOf: code });
    const error = new Error("x");
    for (const name of ["message", "name", "stack"]) Object.defineProperty(error, name, { get: code });
    console.error(hostile, proxy, [hostile], error, Symbol("x"), -0, 1n, shown, quiet);
    write("ok");
    return ran;
}
