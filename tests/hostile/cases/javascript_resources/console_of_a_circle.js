// Prints an object that holds itself, is a thousand levels deep, and has getters that never end.
// expect: scored
// score: 0
// budget: fuel=1000000000 output=100000
function f(n) {
    let thing = { get endless() { for (;;); }, toString() { for (;;); }, [Symbol.toPrimitive]() { for (;;); } };
    thing.self = thing;
    for (let level = 0; level < 1000; level++) thing = { thing };
    console.log(thing, new Proxy(thing, { get() { for (;;); }, ownKeys() { for (;;); } }));
    return 0;
}
