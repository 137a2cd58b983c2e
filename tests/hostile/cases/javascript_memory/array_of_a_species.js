// Methods of arrays write into what the class of the array makes for them: something short, frozen or foreign.
// expect: scored
// score: 0
function f(n) {
    const made = [() => new Uint8Array(1), () => Object.freeze([]), () => globalThis, () => ({ length: 2 ** 53 - 1 }), () => new Proxy([], {})];
    for (const make of made) {
        class Odd extends Array {
            static get [Symbol.species]() { return function () { return make(); }; }
        }
        for (const method of ["map", "filter", "slice", "splice", "concat", "flat"]) {
            try {
                Odd.from([1, 2, 3])[method]((item) => item, 2);
            } catch {
                continue;
            }
        }
    }
    return 0;
}
