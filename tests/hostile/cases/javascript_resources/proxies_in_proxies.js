// A proxy of a proxy of a proxy, a hundred thousand times, asked one question.
// expect: failed/exception
// budget: fuel=1000000000
// message: RangeError
function f(n) {
    let proxy = {};
    for (let level = 0; level < 100_000; level++) proxy = new Proxy(proxy, {});
    return proxy.x;
}
