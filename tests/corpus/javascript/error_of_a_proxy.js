// A proxy that is thrown is not asked anything.
// message: Proxy
// expect: failed/exception
function f() {
    const endless = () => { for (;;); };
    throw new Proxy(new Error("x"), { get: endless, getPrototypeOf: endless, ownKeys: endless });
}
