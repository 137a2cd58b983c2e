// A promise with another `then` is still one.
// expect: value 5
Promise.prototype.then = () => { for (;;); };
Promise.resolve = Promise.reject = () => { for (;;); };
Object.defineProperty(Promise.prototype, "constructor", { get() { for (;;); } });
globalThis.Promise = null;

async function f() {
    return 5;
}
