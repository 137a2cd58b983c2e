// A proxy among a thousand honest objects, whose traps would never come back.
// expect: failed/invalid-output
// message: is of type Proxy
const forever = () => { for (;;); };

function f(n) {
    const rows = Array.from({ length: 1000 }, (_, index) => ({ index }));
    rows[999].more = [new Proxy({}, { get: forever, ownKeys: forever, has: forever, getOwnPropertyDescriptor: forever })];
    return { rows };
}
