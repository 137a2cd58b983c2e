// A proxy is not asked anything.
// message: result is of type Proxy
// expect: failed/invalid-output
function f() {
    const endless = () => { for (;;); };
    return new Proxy([], { get: endless, ownKeys: endless, getPrototypeOf: endless });
}
