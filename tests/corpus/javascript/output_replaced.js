// Replacing the console harms only the program itself.
// expect: value 1
console.log = () => { throw new Error("no"); };
globalThis.console = undefined;

function f() {
    return 1;
}
