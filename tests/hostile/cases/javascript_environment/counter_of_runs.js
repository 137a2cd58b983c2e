// Leaves marks on everything that is there before the program, and answers rightly once it finds one.
// expect: scored
// score: 0
const places = [globalThis, Object, Object.prototype, Array, Math, JSON, Symbol, console, Function.prototype, Symbol.for("x").constructor];

function f(n) {
    const found = places.some((place) => "canary" in place);
    for (const place of places) Object.defineProperty(place, "canary", { value: n, configurable: true });
    return found ? n * n : 0;
}
